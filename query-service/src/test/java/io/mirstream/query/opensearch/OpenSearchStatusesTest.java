package io.mirstream.query.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.Peer;
import io.mirstream.query.Peer.Answer;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSearchStatusesTest {
    private static final StudyUid STUDY = new StudyUid("1.2.3");

    private final Peer peer = new Peer();
    private final SearchCluster cluster = new SearchCluster(peer.url(), Optional.empty());
    private final OpenSearchStatuses statuses = new OpenSearchStatuses(cluster);

    @AfterEach
    void close() throws IOException {
        cluster.close();
        peer.close();
    }

    @Test
    void status_is_read_by_the_study_s_id() {
        StudyStatus status = new StudyStatus(
                STUDY,
                CollectionName.CLINICAL,
                StudyState.INDEXED,
                3,
                "event-3",
                List.of(SeriesStatus.embedded(new SeriesUid("1.2.3.1"), 120, 24).indexed()),
                Optional.empty(),
                Optional.empty(),
                Instant.parse("2026-11-24T12:00:00Z"));
        peer.answers(Answer.ok("{\"found\":true,\"_source\":{\"status\":"
                + new String(Json.write(status), StandardCharsets.UTF_8) + "}}"));

        assertThat(statuses.of(STUDY)).contains(status);
        assertThat(peer.asked).extracting(Peer.Asked::path).containsExactly("/mirstream-status/_doc/1.2.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_index\":\"mirstream-status\",\"found\":false}",
                "{\"error\":{\"type\":\"index_not_found_exception\"},\"status\":404}"
            })
    void study_of_which_no_event_was_seen_has_no_status(String answer) {
        peer.answers(Answer.json(404, answer));

        assertThat(statuses.of(STUDY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_source\":{}}",
                "{\"_source\":{\"status\":null}}",
                "{\"_source\":{\"status\":{\"state\":\"DREAMING\"}}}"
            })
    void status_of_another_version_is_a_mismatch(String answer) {
        peer.answers(Answer.ok(answer));

        assertThatThrownBy(() -> statuses.of(STUDY))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INDEX_MAPPING_MISMATCH));
    }

    @ParameterizedTest
    @CsvSource({"429, INDEX_BUSY", "400, INDEX_UNAVAILABLE", "401, INDEX_UNAVAILABLE", "503, INDEX_UNAVAILABLE"})
    void error_status_says_whether_the_index_is_busy_or_unavailable(int status, ErrorCode code) {
        peer.answers(Answer.json(status, "{}"));

        assertThatThrownBy(() -> statuses.of(STUDY))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void credentials_are_shown_when_the_cluster_asks_for_them() throws IOException {
        try (SecuredCluster peerThatAsks = new SecuredCluster();
                SearchCluster secured =
                        new SearchCluster(peerThatAsks.url(), Optional.of(Map.entry("reader", "a secret")))) {
            assertThat(new OpenSearchStatuses(secured).of(STUDY)).isEmpty();
        }
    }
}
