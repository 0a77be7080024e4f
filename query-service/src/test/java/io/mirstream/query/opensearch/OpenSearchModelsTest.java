package io.mirstream.query.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.Peer;
import io.mirstream.query.Peer.Answer;
import io.mirstream.query.search.IndexedModels.Indexed;
import io.mirstream.query.search.IndexedModels.Role;
import io.mirstream.query.search.VectorSearch.Space;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSearchModelsTest {
    private static final ModelRef OLD = model("slab", "1", "0123456789abcdef");
    private static final ModelRef NEW = model("slab", "2", "fedcba9876543210");
    private static final ModelRef OTHER = model("clip", "1", "aaaaaaaaaaaaaaaa");

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Peer peer = new Peer();
    private final SearchCluster cluster = new SearchCluster(peer.url(), Optional.empty());
    private final AtomicLong nanos = new AtomicLong();
    private final List<Runnable> aside = new ArrayList<>();
    private final OpenSearchModels models = new OpenSearchModels(cluster, FRESH, 0, nanos::get, aside::add);

    private static ModelRef model(String id, String version, String fingerprint) {
        return new ModelRef(id, version, new ModelFingerprint(fingerprint), 2, 0, false);
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
        peer.close();
    }

    @Test
    void live_model_is_the_one_whose_index_has_the_alias_and_is_searched_by_its_own_name() {
        answers(index(OLD, "mirstream-series-previous"), index(NEW, "mirstream-series"), index(OTHER, ""));

        models.live().count(new Space.Slices());

        assertThat(models.live().model()).isEqualTo(NEW);
        assertThat(models.liveFingerprint()).contains(NEW.fingerprint());
        assertThat(models.all())
                .containsExactly(
                        new Indexed(NEW, Role.LIVE),
                        new Indexed(OLD, Role.PREVIOUS),
                        new Indexed(OTHER, Role.CANDIDATE));
        assertThat(peer.asked)
                .extracting(Peer.Asked::path)
                .containsExactly("/mirstream-series-*", "/mirstream-slices-fedcba9876543210/_count");
    }

    @Test
    void promotion_is_seen_in_time_and_asked_for_no_more_often() {
        answers(index(OLD, "mirstream-series"), index(NEW, ""));
        assertThat(models.live().model()).isEqualTo(OLD);
        answers(index(OLD, "mirstream-series-previous"), index(NEW, "mirstream-series"));

        nanos.addAndGet(FRESH.toNanos() - 1);
        assertThat(models.live().model()).isEqualTo(OLD);
        assertThat(peer.asked).hasSize(1);

        nanos.addAndGet(1);
        assertThat(models.live().model()).isEqualTo(NEW);
    }

    @Test
    void promotion_is_seen_early_by_who_asks_all_the_time() {
        answers(index(OLD, "mirstream-series"), index(NEW, ""));
        assertThat(models.live().model()).isEqualTo(OLD);
        answers(index(OLD, "mirstream-series-previous"), index(NEW, "mirstream-series"));
        nanos.addAndGet(FRESH.toNanos() / 2);

        assertThat(models.live().model()).isEqualTo(OLD);
        aside.getFirst().run();
        assertThat(models.live().model()).isEqualTo(NEW);
    }

    @Test
    void model_is_found_by_its_fingerprint_and_by_an_id_that_is_its_alone() {
        answers(index(OLD, "mirstream-series"), index(NEW, ""), index(OTHER, ""));

        assertThat(models.of("fedcba9876543210").model()).isEqualTo(NEW);
        assertThat(models.of("clip").model()).isEqualTo(OTHER);
        refused(ErrorCode.QUERY_INVALID, "give a fingerprint", () -> models.of("slab"));
        refused(ErrorCode.MODEL_UNKNOWN, "/v1/models", () -> models.of("vit"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    void nothing_is_live_before_anything_was_indexed(int status) {
        peer.answers(Answer.json(status, "{}"));

        assertThat(models.all()).isEmpty();
        assertThat(models.liveFingerprint()).isEmpty();
        refused(ErrorCode.INDEX_UNAVAILABLE, "no index is live yet", models::live);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"_meta\":{\"model\":null}}", "{\"_meta\":{\"model\":{\"id\":\"sample\"}}}"})
    void live_index_without_a_model_is_another_version_s(String mappings) {
        peer.answers(Answer.ok(
                "{\"mirstream-series-x\":{\"aliases\":{\"mirstream-series\":{}},\"mappings\":" + mappings + "}}"));

        refused(ErrorCode.INDEX_MAPPING_MISMATCH, "does not name its model", models::live);
    }

    @ParameterizedTest
    @CsvSource({"429, INDEX_BUSY", "400, INDEX_UNAVAILABLE", "401, INDEX_UNAVAILABLE", "503, INDEX_UNAVAILABLE"})
    void error_status_says_whether_the_index_is_busy_or_unavailable_and_is_not_kept(int status, ErrorCode code) {
        peer.answers(Answer.json(status, "{\"error\":{\"type\":\"some_exception\"},\"status\":" + status + "}"));
        refused(code, "", models::live);

        answers(index(OLD, "mirstream-series"));
        assertThat(models.live().model()).isEqualTo(OLD);
    }

    private void answers(String... indices) {
        peer.answers(request -> Answer.ok(
                request.path().endsWith("/_count") ? "{\"count\":1}" : "{" + String.join(",", indices) + "}"));
    }

    private static String index(ModelRef model, String alias) {
        String aliases = alias.isEmpty() ? "" : "\"" + alias + "\":{}";
        return "\"mirstream-series-" + model.fingerprint() + "\":{\"aliases\":{" + aliases
                + "},\"mappings\":{\"_meta\":{\"model\":" + new String(Json.write(model), StandardCharsets.UTF_8)
                + "}}}";
    }

    private static void refused(ErrorCode code, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
