package io.mirstream.query.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
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
    private static final ModelFingerprint MODEL = new ModelFingerprint("0123456789abcdef");

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
        peer.answers(Answer.ok("{\"docs\":[" + document("1.2.3", status) + "]}"));

        assertThat(statuses.of(STUDY, Optional.empty())).contains(status);
        assertThat(peer.asked)
                .extracting(Peer.Asked::path, Peer.Asked::body)
                .containsExactly(tuple("/mirstream-status/_mget", "{\"ids\":[\"1.2.3\"]}"));
    }

    @Test
    void status_by_the_model_that_is_searched_by_counts() {
        StudyStatus accepted = status(StudyState.ACCEPTED, 3);
        StudyStatus indexed = status(StudyState.INDEXED, 3).by(MODEL);
        peer.answers(Answer.ok("{\"docs\":[" + document("1.2.3", accepted) + ","
                + document("1.2.3/0123456789abcdef", indexed) + "]}"));

        assertThat(statuses.of(STUDY, Optional.of(MODEL))).contains(indexed);
        assertThat(peer.asked)
                .extracting(Peer.Asked::body)
                .containsExactly("{\"ids\":[\"1.2.3\",\"1.2.3/0123456789abcdef\"]}");
    }

    @Test
    void study_of_which_the_model_made_nothing_yet_is_where_it_is_for_all() {
        StudyStatus accepted = status(StudyState.ACCEPTED, 3);
        peer.answers(Answer.ok("{\"docs\":[" + document("1.2.3", accepted)
                + ",{\"_id\":\"1.2.3/0123456789abcdef\",\"found\":false}]}"));

        assertThat(statuses.of(STUDY, Optional.of(MODEL))).contains(accepted);
    }

    @Test
    void totals_are_of_all_studies_and_each_counts_once() {
        StudyStatus failed = failed("1.2.3", 3).by(MODEL);
        StudyStatus failedOnce = failed("1.2.4", 1).by(MODEL);
        StudyStatus retracted = status("1.2.4", StudyState.RETRACTED, 2);
        peer.answers(asked -> switch (asked.path()) {
            case "/mirstream-status/_search" -> Answer.ok("""
                        {"hits":{"hits":[{"_id":"1.2.3/0123456789abcdef"},{"_id":"1.2.4/0123456789abcdef"}]},
                        "aggregations":{"state":{"buckets":[{"key":"INDEXED","doc_count":400},
                        {"key":"ACCEPTED","doc_count":310},{"key":"FAILED","doc_count":2},
                        {"key":"RETRACTED","doc_count":101}]}}}""");
            case "/mirstream-series/_search" -> Answer.ok("{\"aggregations\":{\"studies\":{\"value\":300}}}");
            default ->
                Answer.ok("{\"docs\":["
                        + String.join(
                                ",",
                                document("1.2.3", status("1.2.3", StudyState.ACCEPTED, 3)),
                                document("1.2.3/0123456789abcdef", failed),
                                document("1.2.4", retracted),
                                document("1.2.4/0123456789abcdef", failedOnce))
                        + "]}");
        });

        assertThat(statuses.totals(List.of(CollectionName.CLINICAL), Optional.of(MODEL)))
                .containsExactly(
                        Map.entry(StudyState.ACCEPTED, 9L),
                        Map.entry(StudyState.EMBEDDED, 0L),
                        Map.entry(StudyState.INDEXED, 300L),
                        Map.entry(StudyState.FAILED, 1L),
                        Map.entry(StudyState.RETRACTED, 101L));
        assertThat(peer.asked.getLast().json().at("/query/bool"))
                .hasToString("{\"filter\":[{\"terms\":{\"collection\":[\"clinical\"]}}],"
                        + "\"must_not\":[{\"terms\":{\"studyInstanceUid\":[\"1.2.3\"]}}]}");
    }

    @Test
    void totals_are_zero_where_nothing_was_ever_sent() {
        peer.answers(Answer.json(404, "{}"));

        assertThat(statuses.totals(List.of(), Optional.empty()))
                .hasSize(5)
                .allSatisfy((state, total) -> assertThat(total).isZero());
    }

    private static StudyStatus failed(String study, long revision) {
        return new StudyStatus(
                new StudyUid(study),
                CollectionName.CLINICAL,
                StudyState.FAILED,
                revision,
                "event",
                List.of(),
                Optional.of(ErrorCode.NO_CT_SERIES),
                Optional.empty(),
                Instant.EPOCH);
    }

    private static String document(String id, StudyStatus status) {
        return "{\"_id\":\"" + id + "\",\"found\":true,\"_source\":{\"status\":"
                + new String(Json.write(status), StandardCharsets.UTF_8) + "}}";
    }

    private static StudyStatus status(StudyState state, long revision) {
        return status(STUDY.value(), state, revision);
    }

    private static StudyStatus status(String study, StudyState state, long revision) {
        return new StudyStatus(
                new StudyUid(study),
                CollectionName.CLINICAL,
                state,
                revision,
                "event",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"docs\":[{\"_id\":\"1.2.3\",\"found\":false}]}",
                "{\"docs\":[{\"_id\":\"1.2.3\",\"error\":{\"type\":\"index_not_found_exception\"}}]}"
            })
    void study_of_which_no_event_was_seen_has_no_status(String answer) {
        peer.answers(Answer.ok(answer));

        assertThat(statuses.of(STUDY, Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\":null}", "{\"status\":{\"state\":\"DREAMING\"}}"})
    void status_of_another_version_is_a_mismatch(String answer) {
        peer.answers(Answer.ok("{\"docs\":[{\"_id\":\"1.2.3\",\"found\":true,\"_source\":" + answer + "}]}"));

        assertThatThrownBy(() -> statuses.of(STUDY, Optional.empty()))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INDEX_MAPPING_MISMATCH));
    }

    @ParameterizedTest
    @CsvSource({"429, INDEX_BUSY", "400, INDEX_UNAVAILABLE", "401, INDEX_UNAVAILABLE", "503, INDEX_UNAVAILABLE"})
    void error_status_says_whether_the_index_is_busy_or_unavailable(int status, ErrorCode code) {
        peer.answers(Answer.json(status, "{}"));

        assertThatThrownBy(() -> statuses.of(STUDY, Optional.empty()))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void credentials_are_shown_when_the_cluster_asks_for_them() throws IOException {
        try (SecuredCluster peerThatAsks = new SecuredCluster();
                SearchCluster secured =
                        new SearchCluster(peerThatAsks.url(), Optional.of(Map.entry("reader", "a secret")))) {
            assertThat(new OpenSearchStatuses(secured).of(STUDY, Optional.empty()))
                    .isEmpty();
        }
    }
}
