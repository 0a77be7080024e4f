package io.mirstream.ingest.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.ingest.opensearch.OpenSearchModels.Indexed;
import io.mirstream.ingest.opensearch.OpenSearchModels.Promotion;
import io.mirstream.ingest.opensearch.OpenSearchModels.Role;
import io.mirstream.service.opensearch.Peer;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenSearchModelsTest {
    private static final ModelRef OLD = model("old", "0123456789abcdef");
    private static final ModelRef NEW = model("new", "fedcba9876543210");

    /** What the node holds: mappings by index, the indices of each alias, and series with their revision by index. */
    private final Map<String, ObjectNode> mappings = new TreeMap<>();

    private final Map<String, Set<String>> aliases = new TreeMap<>();
    private final Map<String, Map<String, Long>> series = new TreeMap<>();
    private Peer peer;
    private SearchCluster cluster;
    private OpenSearchModels models;

    private static ModelRef model(String id, String fingerprint) {
        return new ModelRef(id, "1", new ModelFingerprint(fingerprint), 4, 0, false);
    }

    @BeforeEach
    void start() throws IOException {
        peer = new Peer();
        peer.answers(this::answer);
        cluster = new SearchCluster(peer.url(), Optional.empty());
        models = new OpenSearchModels(cluster, new IndexOptions("lucene", 1, 0, 16, 128), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        peer.close();
    }

    // --- starting

    @Test
    void first_model_is_live_and_so_it_stays_whatever_comes() {
        models.start(() -> OLD);
        models.make(NEW);

        models.start(() -> NEW);

        assertThat(live()).containsExactly("mirstream-series-0123456789abcdef", "mirstream-slices-0123456789abcdef");
        assertThat(models.list())
                .containsExactly(new Indexed(OLD, Role.LIVE, 0, 0), new Indexed(NEW, Role.CANDIDATE, 0, 0));
    }

    @Test
    void embed_service_is_not_asked_when_a_model_is_live() {
        models.start(() -> OLD);

        models.start(() -> {
            throw new AssertionError("asked");
        });

        assertThat(models.known().live()).contains(OLD.fingerprint());
    }

    @Test
    void alias_of_an_index_that_names_no_model_is_left_where_it_is() {
        mappings.put("mirstream-series-by-hand", Json.mapper().createObjectNode());
        aliases.put("mirstream-series", new TreeSet<>(Set.of("mirstream-series-by-hand")));

        refused(ErrorCode.INDEX_MAPPING_MISMATCH, () -> models.start(() -> OLD));

        assertThat(aliases.get("mirstream-series")).containsExactly("mirstream-series-by-hand");
    }

    @Test
    void alias_of_two_models_is_refused() {
        oldIsLiveAndNewThere();
        aliases.get("mirstream-series").add("mirstream-series-fedcba9876543210");

        refused(ErrorCode.MODEL_MISMATCH, models::known);
    }

    // --- promoting

    @Test
    void promotion_moves_all_aliases_in_one_request() {
        oldIsLiveAndNewThere();
        int asked = peer.asked().size();

        Promotion promotion = models.promote(NEW.fingerprint(), false);

        assertThat(promotion).isEqualTo(new Promotion(NEW.fingerprint(), Optional.of(OLD.fingerprint()), 0));
        assertThat(live()).containsExactly("mirstream-series-fedcba9876543210", "mirstream-slices-fedcba9876543210");
        assertThat(aliases.get("mirstream-series-previous")).containsExactly("mirstream-series-0123456789abcdef");
        assertThat(aliases.get("mirstream-slices-previous")).containsExactly("mirstream-slices-0123456789abcdef");
        assertThat(peer.asked().subList(asked, peer.asked().size()))
                .filteredOn(question -> question.path().equals("/_aliases"))
                .hasSize(1);
    }

    @Test
    void model_that_does_not_hold_what_the_live_one_holds_is_promoted_by_force_only() {
        oldIsLiveAndNewThere();
        series("0123456789abcdef", Map.of("clinical/1.1", 1L, "clinical/1.2", 2L, "trial/1.1", 1L));
        series("fedcba9876543210", Map.of("clinical/1.1", 1L, "clinical/1.2", 1L));

        assertThatThrownBy(() -> models.promote(NEW.fingerprint(), false))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INCOMPLETE))
                .hasMessageContaining("does not hold 2 series"); // one of them, only an older revision
        assertThat(live()).containsExactly("mirstream-series-0123456789abcdef", "mirstream-slices-0123456789abcdef");

        assertThat(models.promote(NEW.fingerprint(), true).missing()).isEqualTo(2);
        assertThat(models.known().live()).contains(NEW.fingerprint());
    }

    @Test
    void model_that_holds_more_or_newer_series_is_promoted() {
        oldIsLiveAndNewThere();
        series("0123456789abcdef", Map.of("clinical/1.1", 1L));
        series("fedcba9876543210", Map.of("clinical/1.1", 2L, "clinical/1.2", 1L));

        models.promote(NEW.fingerprint(), false);

        assertThat(models.known().live()).contains(NEW.fingerprint());
    }

    @Test
    void model_that_is_live_already_stays_so() {
        oldIsLiveAndNewThere();
        models.promote(NEW.fingerprint(), false);

        Promotion again = models.promote(NEW.fingerprint(), false);

        assertThat(again).isEqualTo(new Promotion(NEW.fingerprint(), Optional.of(OLD.fingerprint()), 0));
        assertThat(models.list()).extracting(Indexed::role).containsExactly(Role.PREVIOUS, Role.LIVE);
    }

    @Test
    void rollback_goes_back_and_again_forth_though_the_previous_one_holds_less() {
        oldIsLiveAndNewThere();
        models.promote(NEW.fingerprint(), false);
        series("fedcba9876543210", Map.of("clinical/1.1", 1L));

        assertThat(models.rollback()).isEqualTo(new Promotion(OLD.fingerprint(), Optional.of(NEW.fingerprint()), 1));
        assertThat(models.rollback().live()).isEqualTo(NEW.fingerprint());
        assertThat(aliases.values()).allSatisfy(indices -> assertThat(indices).hasSize(1));
    }

    @Test
    void what_is_not_there_is_unknown() {
        models.start(() -> OLD);

        refused(ErrorCode.MODEL_UNKNOWN, () -> models.promote(NEW.fingerprint(), true));
        refused(ErrorCode.MODEL_UNKNOWN, models::rollback);
        refused(ErrorCode.MODEL_UNKNOWN, () -> models.remove(NEW.fingerprint()));
    }

    // --- removing

    @Test
    void live_model_is_not_removed() {
        oldIsLiveAndNewThere();

        refused(ErrorCode.MODEL_LIVE, () -> models.remove(OLD.fingerprint()));

        assertThat(mappings).hasSize(6);
    }

    @Test
    void removed_model_leaves_its_ledger_to_say_so() {
        oldIsLiveAndNewThere();

        models.remove(NEW.fingerprint());
        models.remove(NEW.fingerprint()); // a first attempt may have broken off

        assertThat(mappings)
                .containsOnlyKeys(
                        "mirstream-series-0123456789abcdef",
                        "mirstream-slices-0123456789abcdef",
                        "mirstream-ledger-0123456789abcdef",
                        "mirstream-ledger-fedcba9876543210");
        assertThat(models.known().removed()).containsExactly(NEW.fingerprint());
        assertThat(models.list()).extracting(Indexed::model).containsExactly(OLD);
        refused(ErrorCode.MODEL_UNKNOWN, () -> models.promote(NEW.fingerprint(), true));
    }

    @Test
    void removed_model_that_is_registered_again_starts_with_an_empty_ledger() {
        oldIsLiveAndNewThere();
        models.remove(NEW.fingerprint());
        int asked = peer.asked().size();

        models.register(NEW);

        assertThat(models.known().models()).containsKey(NEW.fingerprint());
        assertThat(models.known().removed()).isEmpty();
        assertThat(peer.asked().subList(asked, peer.asked().size()))
                .anyMatch(question -> question.method().equals("DELETE")
                        && question.path().equals("/mirstream-ledger-fedcba9876543210"));
    }

    private void oldIsLiveAndNewThere() {
        models.start(() -> OLD);
        models.register(NEW);
    }

    private Set<String> live() {
        Set<String> indices = new TreeSet<>(aliases.get("mirstream-series"));
        indices.addAll(aliases.get("mirstream-slices"));
        return indices;
    }

    private void series(String fingerprint, Map<String, Long> revisions) {
        series.put("mirstream-series-" + fingerprint, revisions);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    // --- the node

    private Peer.Answer answer(Peer.Asked asked) {
        String[] steps = asked.path().substring(1).split("/");
        String last = steps[steps.length - 1];
        return switch (last) {
            case "_aliases" -> moved(Peer.json(asked.body()).path("actions"));
            case "_count" ->
                ok("{\"count\":" + series.getOrDefault(steps[0], Map.of()).size() + "}");
            case "_refresh" -> ok("{}");
            case "_search" -> ok(page(steps[0], Peer.json(asked.body())).toString());
            case "_mget" -> ok(found(steps[0], Peer.json(asked.body())).toString());
            case "_mapping" -> mapping(asked, steps[0]);
            default -> index(asked, steps[0]);
        };
    }

    private Peer.Answer mapping(Peer.Asked asked, String name) {
        if (asked.method().equals("PUT")) {
            mappings.get(name).set("_meta", Peer.json(asked.body()).path("_meta"));
            return ok("{}");
        }
        return mappings.containsKey(name)
                ? ok("{\"" + name + "\":{\"mappings\":" + mappings.get(name) + "}}")
                : new Peer.Answer(404, "{}");
    }

    private Peer.Answer index(Peer.Asked asked, String name) {
        switch (asked.method()) {
            case "PUT" ->
                mappings.put(name, (ObjectNode) Peer.json(asked.body()).path("mappings"));
            case "DELETE" -> {
                aliases.values().forEach(indices -> indices.remove(name));
                return mappings.remove(name) == null ? new Peer.Answer(404, "{}") : ok("{}");
            }
            default -> {
                return ok(everything().toString());
            }
        }
        return ok("{}");
    }

    private ObjectNode everything() {
        ObjectNode all = Json.mapper().createObjectNode();
        mappings.forEach((name, mapping) -> {
            ObjectNode index = all.putObject(name);
            index.set("mappings", mapping);
            ObjectNode named = index.putObject("aliases");
            aliases.forEach((alias, indices) -> {
                if (indices.contains(name)) {
                    named.putObject(alias);
                }
            });
        });
        return all;
    }

    private Peer.Answer moved(JsonNode actions) {
        for (JsonNode action : actions) {
            JsonNode what = action.elements().next();
            Set<String> indices = aliases.computeIfAbsent(what.path("alias").asText(), alias -> new TreeSet<>());
            if (action.has("add")) {
                indices.add(what.path("index").asText());
            } else if (!indices.remove(what.path("index").asText())) {
                return new Peer.Answer(404, "{\"error\":{\"type\":\"aliases_not_found_exception\"}}");
            }
        }
        return ok("{}");
    }

    /** Of two series, however many are asked for. */
    private ObjectNode page(String index, JsonNode body) {
        String after = body.at("/aggs/series/composite/after/seriesInstanceUid").asText();
        String collection = body.at("/aggs/series/composite/after/collection").asText();
        ObjectNode page = Json.mapper().createObjectNode();
        ObjectNode aggregation = page.putObject("aggregations").putObject("series");
        ArrayNode buckets = aggregation.putArray("buckets");
        List<Map.Entry<String, Long>> rest = new TreeMap<>(series.getOrDefault(index, Map.of()))
                .entrySet().stream()
                        .filter(entry -> entry.getKey().compareTo(collection + "/" + after) > 0)
                        .limit(2)
                        .toList();
        for (Map.Entry<String, Long> entry : rest) {
            ObjectNode bucket = buckets.addObject();
            String[] key = entry.getKey().split("/");
            bucket.putObject("key").put("collection", key[0]).put("seriesInstanceUid", key[1]);
            bucket.putObject("newest").put("value", entry.getValue().doubleValue());
            aggregation.set("after_key", bucket.path("key"));
        }
        return page;
    }

    private ObjectNode found(String index, JsonNode body) {
        ObjectNode answer = Json.mapper().createObjectNode();
        ArrayNode documents = answer.putArray("docs");
        for (JsonNode id : body.path("ids")) {
            Long revision = series.getOrDefault(index, Map.of()).get(id.asText());
            ObjectNode document = documents.addObject().put("_id", id.asText()).put("found", revision != null);
            if (revision != null) {
                document.putObject("_source").put("revision", revision);
            }
        }
        return answer;
    }

    private static Peer.Answer ok(String body) {
        return new Peer.Answer(200, body);
    }
}
