package io.mirstream.service.opensearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchClusterTest {
    private Peer peer;
    private SearchCluster cluster;

    @BeforeEach
    void start() throws IOException {
        peer = new Peer();
        cluster = new SearchCluster(peer.url(), Optional.empty());
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        peer.close();
    }

    @ParameterizedTest
    @CsvSource({
        "429, INDEX_BUSY",
        "401, INDEX_UNAVAILABLE",
        "403, INDEX_UNAVAILABLE",
        "500, INDEX_UNAVAILABLE",
        "502, INDEX_UNAVAILABLE",
        "503, INDEX_UNAVAILABLE",
        "504, INDEX_UNAVAILABLE"
    })
    void node_that_cannot_serve_is_told_by_its_code(int status, ErrorCode code) {
        peer.answers(question -> new Peer.Answer(status, "{}"));

        assertCode(code);
    }

    @Test
    void answer_that_is_no_json_is_none() {
        peer.answers(question -> new Peer.Answer(200, "<html>"));

        assertCode(ErrorCode.INDEX_UNAVAILABLE);
    }

    @Test
    void node_that_is_not_there_is_unavailable() {
        peer.close();

        assertCode(ErrorCode.INDEX_UNAVAILABLE);
    }

    @Test
    void what_is_missing_is_an_answer() {
        peer.answers(question -> new Peer.Answer(404, "{\"error\":{\"type\":\"index_not_found_exception\"}}"));

        SearchCluster.Answer answer = cluster.get("/nothing");

        assertThat(answer.isMissing()).isTrue();
        assertThat(answer.isOk()).isFalse();
        assertThat(answer.error()).isEqualTo("index_not_found_exception");
    }

    @Test
    void answer_without_a_body_has_its_status_for_an_error() {
        peer.answers(question -> new Peer.Answer(400, ""));

        assertThat(cluster.get("/x").error()).isEqualTo("status 400");
    }

    @Test
    void credentials_are_given_when_they_are_asked_for() throws IOException {
        peer.answers(question -> new Peer.Answer(question.authorization().isEmpty() ? 401 : 200, "{}"));
        try (SearchCluster guarded = new SearchCluster(peer.url(), Optional.of(Map.entry("writer", "word")))) {
            assertThat(guarded.get("/x").isOk()).isTrue();
        }

        assertThat(peer.last().authorization())
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("writer:word".getBytes(UTF_8)));
    }

    private void assertCode(ErrorCode code) {
        assertThatThrownBy(() -> cluster.get("/x"))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
