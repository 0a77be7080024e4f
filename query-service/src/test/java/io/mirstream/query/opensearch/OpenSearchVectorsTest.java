package io.mirstream.query.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.index.VectorBlock;
import io.mirstream.query.Peer;
import io.mirstream.query.Peer.Answer;
import io.mirstream.query.search.Description;
import io.mirstream.query.search.Filters;
import io.mirstream.query.search.Neighbour;
import io.mirstream.query.search.SeriesKey;
import io.mirstream.query.search.SeriesSlices;
import io.mirstream.query.search.SliceMatrix;
import io.mirstream.query.search.VectorSearch.CollectionSize;
import io.mirstream.query.search.VectorSearch.Scope;
import io.mirstream.query.search.VectorSearch.Space;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSearchVectorsTest {
    private static final ModelRef MODEL =
            new ModelRef("sample", "1", new ModelFingerprint("0123456789abcdef"), 2, 0, false);
    private static final Scope ALL = new Scope(Filters.NONE, Set.of(), Optional.empty());
    private static final long REVISION = 3;
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Vector QUERY = Vector.of(0.5f, -0.25f);
    private static final String MISSING =
            "{\"error\":{\"type\":\"index_not_found_exception\",\"reason\":\"no such index\"},\"status\":404}";

    private final Peer peer = new Peer();
    private final SearchCluster cluster = new SearchCluster(peer.url(), Optional.empty());
    private final AtomicLong nanos = new AtomicLong();
    private final Counts counts = new Counts(FRESH, nanos::get, task -> {});
    private final Matrices matrices = new Matrices(1 << 10);
    private final OpenSearchVectors vectors = search();

    private OpenSearchVectors search() {
        return new OpenSearchVectors(cluster, MODEL, counts, matrices);
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
        peer.close();
    }

    // --- neighbours: what is asked

    @Test
    void graph_search_has_the_filter_inside_the_knn_clause() {
        peer.answers(OpenSearchVectorsTest::noNeighbours);

        vectors.nearest(new Space.Volumes(Pooling.AVG), List.of(QUERY), 7, ALL, false);

        assertThat(peer.asked).hasSize(1);
        Peer.Asked asked = peer.asked.getFirst();
        assertThat(asked.method() + " " + asked.path()).isEqualTo("POST /_msearch");
        assertThat(asked.contentType()).startsWith("application/x-ndjson");
        assertThat(asked.lines().getFirst().path("index").asText()).isEqualTo("mirstream-series-0123456789abcdef");
        JsonNode body = asked.lines().get(1);
        assertThat(body.path("size").asInt()).isEqualTo(7);
        assertThat(names(body.path("query"))).containsExactly("knn");
        JsonNode knn = body.path("query").path("knn").path("vectorAvg");
        assertThat(knn.path("k").asInt()).isEqualTo(7);
        assertThat(knn.path("vector").toString()).isEqualTo("[0.5,-0.25]");
        assertThat(knn.path("filter").toString())
                .isEqualTo("{\"bool\":{\"filter\":[{\"exists\":{\"field\":\"vectorAvg\"}}],"
                        + "\"must_not\":[{\"prefix\":{\"collection\":\"replay-\"}}]}}");
    }

    @Test
    void volumes_of_a_replay_are_found_by_who_names_their_collection() {
        peer.answers(OpenSearchVectorsTest::noNeighbours);
        Filters replay = Filters.NONE.in(List.of(new CollectionName("replay-1-liver")));

        vectors.nearest(
                new Space.Volumes(Pooling.AVG),
                List.of(QUERY),
                7,
                new Scope(replay, Set.of(), Optional.empty()),
                false);

        JsonNode bool = peer.asked
                .getFirst()
                .lines()
                .get(1)
                .path("query")
                .path("knn")
                .path("vectorAvg")
                .path("filter")
                .path("bool");
        assertThat(bool.path("filter").toString()).contains("\"replay-1-liver\"");
        assertThat(bool.has("must_not")).isFalse();
    }

    @Test
    void exact_search_scores_by_script_what_passes_the_filter() {
        peer.answers(OpenSearchVectorsTest::noNeighbours);

        vectors.nearest(
                new Space.Slices(),
                List.of(QUERY),
                20,
                new Scope(Filters.NONE, Set.of(new SeriesUid("1.1")), Optional.of(new PatientKey("p-1"))),
                true);

        List<JsonNode> lines = peer.asked.getFirst().lines();
        assertThat(lines.getFirst().path("index").asText()).isEqualTo("mirstream-slices-0123456789abcdef");
        assertThat(lines.get(1).path("size").asInt()).isEqualTo(20);
        assertThat(names(lines.get(1).path("query"))).containsExactly("script_score");
        JsonNode scored = lines.get(1).path("query").path("script_score");
        assertThat(scored.path("script").toString())
                .isEqualTo("{\"source\":\"knn_score\",\"lang\":\"knn\",\"params\":{\"field\":\"vector\","
                        + "\"space_type\":\"cosinesimil\",\"query_value\":[0.5,-0.25]}}");
        assertThat(scored.path("query").toString())
                .isEqualTo("{\"bool\":{\"filter\":[{\"exists\":{\"field\":\"vector\"}}],"
                        + "\"must_not\":[{\"prefix\":{\"collection\":\"replay-\"}},{\"terms\":{\"seriesInstanceUid\":[\"1.1\"]}},"
                        + "{\"term\":{\"patientKey\":\"p-1\"}}]}}");
        assertThat(lines.get(1).path("sort").toString()).isEqualTo("[\"_score\",\"seriesInstanceUid\",\"collection\"]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void every_filter_stands_inside_the_search(boolean exact) {
        peer.answers(OpenSearchVectorsTest::noNeighbours);
        Filters filters = new Filters(
                List.of(CollectionName.CLINICAL, new CollectionName("trial")),
                List.of("CT"),
                List.of("CHEST", "ABDOMEN"),
                new Filters.Dates(Optional.of(LocalDate.of(2020, 2, 29)), Optional.of(LocalDate.of(2026, 1, 1))),
                Map.of("finding", "cyst"));

        vectors.nearest(
                new Space.Reports(),
                List.of(QUERY),
                10,
                new Scope(filters, Set.of(new SeriesUid("1.1")), Optional.empty()),
                exact);

        JsonNode query = peer.asked.getFirst().lines().get(1).path("query");
        JsonNode bool = (exact
                        ? query.path("script_score").path("query")
                        : query.path("knn").path("reportVector").path("filter"))
                .path("bool");
        List<String> clauses = new ArrayList<>();
        bool.path("filter").forEach(clause -> clauses.add(clause.toString()));
        assertThat(clauses)
                .containsExactlyInAnyOrder(
                        "{\"exists\":{\"field\":\"reportVector\"}}",
                        "{\"terms\":{\"collection\":[\"clinical\",\"trial\"]}}",
                        "{\"terms\":{\"modality\":[\"CT\"]}}",
                        "{\"terms\":{\"bodyPart\":[\"CHEST\",\"ABDOMEN\"]}}",
                        "{\"range\":{\"studyDate\":{\"gte\":\"2020-02-29\",\"lte\":\"2026-01-01\"}}}",
                        "{\"term\":{\"labels\":\"finding=cyst\"}}");
        assertThat(bool.path("must_not").toString()).isEqualTo("[{\"terms\":{\"seriesInstanceUid\":[\"1.1\"]}}]");
    }

    @Test
    void open_end_of_the_dates_is_not_asked_for() {
        peer.answers(OpenSearchVectorsTest::noNeighbours);
        LocalDate day = LocalDate.of(2026, 1, 1);

        vectors.nearest(new Space.Slices(), List.of(QUERY), 1, dated(Optional.of(day), Optional.empty()), false);
        vectors.nearest(new Space.Slices(), List.of(QUERY), 1, dated(Optional.empty(), Optional.of(day)), false);

        assertThat(peer.asked.getFirst().body()).contains("{\"range\":{\"studyDate\":{\"gte\":\"2026-01-01\"}}}");
        assertThat(peer.asked.getLast().body()).contains("{\"range\":{\"studyDate\":{\"lte\":\"2026-01-01\"}}}");
    }

    private static Scope dated(Optional<LocalDate> from, Optional<LocalDate> to) {
        return new Scope(new Filters(null, null, null, new Filters.Dates(from, to), null), Set.of(), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void each_pooling_has_a_field_of_its_own(Pooling pooling) {
        peer.answers(OpenSearchVectorsTest::noNeighbours);

        vectors.nearest(new Space.Volumes(pooling), List.of(QUERY), 1, ALL, false);

        JsonNode knn = peer.asked.getFirst().lines().get(1).path("query").path("knn");
        assertThat(names(knn)).singleElement().asString().isEqualToIgnoringCase("vector" + pooling.name());
    }

    @Test
    void many_queries_go_in_requests_of_64_and_come_back_in_order() {
        peer.answers(
                request -> { // each query finds the series that its vector names
                    List<String> responses = new ArrayList<>();
                    for (int line = 1; line < request.lines().size(); line += 2) {
                        JsonNode vector = request.lines()
                                .get(line)
                                .path("query")
                                .path("knn")
                                .path("vector")
                                .path("vector");
                        responses.add(hits(hit("1." + vector.get(0).asInt(), "clinical", 1)));
                    }
                    return Answer.ok("{\"responses\":[" + String.join(",", responses) + "]}");
                });
        List<Vector> queries = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            queries.add(Vector.of(i, 1));
        }

        List<List<Neighbour>> nearest = vectors.nearest(new Space.Slices(), queries, 20, ALL, false);

        assertThat(peer.asked).extracting(asked -> asked.lines().size()).containsExactly(128, 128, 4);
        assertThat(nearest).hasSize(130);
        for (int i = 0; i < 130; i++) {
            assertThat(nearest.get(i)).extracting(Neighbour::series).containsExactly(key("clinical", "1." + i));
        }
    }

    // --- neighbours: what comes back

    @ParameterizedTest
    @CsvSource({"1.0, 1.0", "0.5, 0.0", "0.0, -1.0", "0.75, 0.5"})
    void scores_become_cosines(double score, double cosine) {
        peer.answers(Answer.ok("{\"responses\":[" + hits(hit("1.2", "trial", score)) + "]}"));

        List<List<Neighbour>> nearest = vectors.nearest(new Space.Slices(), List.of(QUERY), 20, ALL, true);

        assertThat(nearest)
                .singleElement()
                .satisfies(neighbours -> assertThat(neighbours).singleElement().satisfies(neighbour -> {
                    assertThat(neighbour.series()).isEqualTo(key("trial", "1.2"));
                    assertThat(neighbour.similarity()).isCloseTo(cosine, within(1e-12));
                }));
    }

    @ParameterizedTest
    @CsvSource({
        "404, index_not_found_exception, INDEX_UNAVAILABLE, are gone",
        "400, search_phase_execution_exception, INDEX_UNAVAILABLE, search_phase_execution_exception",
        "429, rejected_execution_exception, INDEX_BUSY, rejects load",
        "503, no_shard_available_action_exception, INDEX_UNAVAILABLE, no_shard_available_action_exception"
    })
    void one_query_that_failed_fails_the_search(int status, String type, ErrorCode code, String words) {
        String failed = "{\"error\":{\"type\":\"" + type + "\"},\"status\":" + status + "}";
        peer.answers(Answer.ok("{\"responses\":[" + hits() + "," + failed + "]}"));

        refused(code, words, () -> vectors.nearest(new Space.Slices(), List.of(QUERY, QUERY), 20, ALL, false));
    }

    @ParameterizedTest
    @CsvSource({
        "429, INDEX_BUSY",
        "400, INDEX_UNAVAILABLE",
        "401, INDEX_UNAVAILABLE",
        "403, INDEX_UNAVAILABLE",
        "404, INDEX_UNAVAILABLE",
        "500, INDEX_UNAVAILABLE",
        "502, INDEX_UNAVAILABLE",
        "503, INDEX_UNAVAILABLE",
        "504, INDEX_UNAVAILABLE"
    })
    void error_status_says_whether_the_index_is_busy_or_unavailable(int status, ErrorCode code) {
        peer.answers(Answer.json(status, "{\"error\":{\"type\":\"some_exception\"},\"status\":" + status + "}"));

        refused(code, "", () -> vectors.nearest(new Space.Slices(), List.of(QUERY), 20, ALL, false));
        refused(code, "", () -> vectors.count(new Space.Slices()));
    }

    @Test
    void busy_cluster_is_busy_though_a_proxy_says_so_in_prose() {
        peer.answers(new Answer(429, "text/html", "<html>Too Many Requests</html>"));

        refused(ErrorCode.INDEX_BUSY, "rejects load", () -> vectors.count(new Space.Slices()));
    }

    @Test
    void missing_index_says_whose_it_was() {
        peer.answers(Answer.json(404, MISSING));

        List<ThrowingCallable> calls = List.of(
                vectors::collections,
                () -> vectors.count(new Space.Reports()),
                () -> vectors.volume(new SeriesUid("1.1"), Pooling.AVG),
                () -> vectors.slices(new SeriesUid("1.1")),
                () -> vectors.describe(Set.of(key("clinical", "1.1"))),
                () -> vectors.nearest(new Space.Slices(), List.of(QUERY), 1, ALL, false));
        for (ThrowingCallable call : calls) {
            refused(ErrorCode.INDEX_UNAVAILABLE, "the indices of model 0123456789abcdef are gone", call);
        }
    }

    @Test
    void cluster_that_does_not_answer_is_unavailable() {
        peer.close();

        refused(ErrorCode.INDEX_UNAVAILABLE, "does not answer", vectors::collections);
    }

    @Test
    void answer_that_is_no_json_is_unavailable() {
        peer.answers(new Answer(200, "text/html", "<html>a proxy</html>"));

        refused(ErrorCode.INDEX_UNAVAILABLE, "", vectors::collections);
    }

    // --- the index itself

    @Test
    void vectors_are_counted_where_they_are() {
        peer.answers(request -> Answer.ok(request.path().startsWith("/mirstream-slices") ? count(5_000) : count(40)));

        assertThat(vectors.count(new Space.Slices())).isEqualTo(5_000);
        assertThat(vectors.count(new Space.Volumes(Pooling.STD))).isEqualTo(40);
        assertThat(vectors.count(new Space.Reports())).isEqualTo(40);
    }

    @Test
    void count_is_asked_for_once_by_searches_that_follow_each_other() {
        peer.answers(Answer.ok(count(40)));
        search().count(new Space.Volumes(Pooling.AVG));
        peer.answers(Answer.ok(count(41)));

        nanos.addAndGet(FRESH.toNanos() - 1);
        assertThat(search().count(new Space.Volumes(Pooling.MAX))).isEqualTo(40);
        nanos.addAndGet(1);
        assertThat(search().count(new Space.Reports())).isEqualTo(41);

        assertThat(peer.asked).hasSize(2);
    }

    @Test
    void failed_count_is_not_kept() {
        peer.answers(Answer.json(503, "{}"));
        refused(ErrorCode.INDEX_UNAVAILABLE, "", () -> search().count(new Space.Slices()));
        peer.answers(Answer.ok(count(7)));

        assertThat(search().count(new Space.Slices())).isEqualTo(7);
    }

    private static String count(long count) {
        return "{\"count\":" + count + "}";
    }

    @Test
    void collections_come_with_their_sizes() {
        peer.answers(Answer.ok("{\"aggregations\":{\"collections\":{\"buckets\":["
                + "{\"key\":\"clinical\",\"doc_count\":12,\"studies\":{\"value\":9},\"indexedAt\":{\"value\":1.0,"
                + "\"value_as_string\":\"2026-11-24T12:00:00.000Z\"}},"
                + "{\"key\":\"trial\",\"doc_count\":3,\"studies\":{\"value\":2}}]}}}"));

        assertThat(vectors.collections())
                .containsExactly(
                        new CollectionSize(
                                CollectionName.CLINICAL, 9, 12, Optional.of(Instant.parse("2026-11-24T12:00:00Z"))),
                        new CollectionSize(new CollectionName("trial"), 2, 3, Optional.empty()));
        assertThat(peer.asked.getFirst().json().path("size").asInt(-1)).isZero();
    }

    // --- vectors of a series

    @Test
    void pooled_vector_of_a_series_is_read_from_its_field() {
        peer.answers(Answer.ok(hits("{\"_source\":{\"vectorStd\":[0.5,-0.25]}}")));

        assertThat(vectors.volume(new SeriesUid("1.1"), Pooling.STD)).contains(QUERY);

        JsonNode body = peer.asked.getFirst().json();
        assertThat(peer.asked.getFirst().path()).isEqualTo("/mirstream-series-0123456789abcdef/_search");
        assertThat(body.path("query").toString()).isEqualTo("{\"term\":{\"seriesInstanceUid\":\"1.1\"}}");
        assertThat(texts(body.path("_source"))).containsExactly("vectorStd");
    }

    @Test
    void series_that_is_not_there_has_no_vectors() {
        peer.answers(Answer.ok(hits()));

        assertThat(vectors.volume(new SeriesUid("1.1"), Pooling.AVG)).isEmpty();
        assertThat(vectors.slices(new SeriesUid("1.1"))).isEmpty();
    }

    @Test
    void series_without_that_pooling_has_no_such_vector() {
        peer.answers(Answer.ok(hits("{\"_source\":{}}")));

        assertThat(vectors.volume(new SeriesUid("1.1"), Pooling.MAX)).isEmpty();
    }

    @Test
    void slices_of_a_series_come_with_their_positions_foot_to_head() {
        peer.answers(Answer.ok(hits(block("clinical", "1.1", "[-5.0,2.5]", Vector.of(0, 1), Vector.of(1, 0)))));

        assertThat(vectors.slices(new SeriesUid("1.1")))
                .contains(
                        new SeriesSlices(List.of(0, 1), List.of(-5.0, 2.5), List.of(Vector.of(0, 1), Vector.of(1, 0))));

        JsonNode body = peer.asked.getFirst().json();
        assertThat(peer.asked.getFirst().path()).isEqualTo("/mirstream-series-0123456789abcdef/_search");
        assertThat(body.path("size").asInt()).isEqualTo(1);
        assertThat(texts(body.path("stored_fields"))).containsExactly("sliceVectors");
        assertThat(texts(body.path("sort"))).containsExactly("collection");
    }

    @Test
    void slices_of_many_series_come_in_one_answer() {
        peer.answers(Answer.ok(hits(
                block("clinical", "1.1", "[1.0]", Vector.of(0, 1)), block("trial", "1.2", "[2.0]", Vector.of(1, 0)))));

        Map<SeriesKey, SeriesSlices> slices =
                vectors.slices(List.of(key("clinical", "1.1"), key("trial", "1.2"), key("trial", "1.3")));

        assertThat(slices)
                .containsOnly(
                        Map.entry(
                                key("clinical", "1.1"),
                                new SeriesSlices(List.of(0), List.of(1.0), List.of(Vector.of(0, 1)))),
                        Map.entry(
                                key("trial", "1.2"),
                                new SeriesSlices(List.of(0), List.of(2.0), List.of(Vector.of(1, 0)))));
        assertThat(peer.asked).hasSize(1);
        assertThat(peer.asked.getFirst().json().path("size").asInt()).isEqualTo(3);
    }

    @Test
    void nothing_is_asked_for_slices_and_vectors_of_no_series() {
        assertThat(vectors.slices(List.of())).isEmpty();
        assertThat(vectors.volumes(List.of())).isEmpty();
        assertThat(peer.asked).isEmpty();
    }

    @Test
    void block_that_is_no_vectors_is_of_another_index() {
        peer.answers(Answer.ok(hits("{\"_source\":{\"seriesInstanceUid\":\"1.1\",\"collection\":\"clinical\","
                + "\"slicePositionsMm\":[1.0,2.0,3.0]},\"fields\":{\"sliceVectors\":[\"AAAAAA==\"]}}")));

        assertThatThrownBy(() -> vectors.slices(new SeriesUid("1.1")))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INDEX_MAPPING_MISMATCH));
    }

    @Test
    void slices_to_compare_are_those_of_the_blocks() {
        peer.answers(Answer.ok(hits(block("clinical", "1.1", "[1.0,2.0]", Vector.of(0, 2), Vector.of(3, 0)))));

        Map<SeriesKey, SliceMatrix> slices = vectors.matrices(List.of(key("clinical", "1.1"), key("clinical", "1.9")));

        assertThat(slices).containsOnlyKeys(key("clinical", "1.1"));
        assertThat(slices.get(key("clinical", "1.1")).cosines(new float[] {1, 0}))
                .containsExactly(0, 1);
        assertThat(peer.asked).hasSize(1);
    }

    @Test
    void slices_of_a_revision_that_was_compared_before_are_not_read_again() {
        peer.answers(Answer.ok(hits(block("clinical", "1.1", "[1.0]", Vector.of(0, 1)))));
        search().matrices(List.of(key("clinical", "1.1")));
        OpenSearchVectors same = search();
        find(same, REVISION);
        OpenSearchVectors newer = search();
        find(newer, REVISION + 1);
        peer.answers(Answer.ok(hits()));

        assertThat(same.matrices(List.of(key("clinical", "1.1")))).containsOnlyKeys(key("clinical", "1.1"));
        assertThat(newer.matrices(List.of(key("clinical", "1.1")))).isEmpty();
    }

    private void find(OpenSearchVectors search, long revision) {
        peer.answers(Answer.ok("{\"responses\":["
                + hits("{\"_score\":1,\"_source\":{\"seriesInstanceUid\":\"1.1\",\"collection\":\"clinical\","
                        + "\"studyInstanceUid\":\"1.2.3\",\"revision\":" + revision + "}}")
                + "]}"));
        search.nearest(new Space.Volumes(Pooling.AVG), List.of(QUERY), 1, ALL, false);
    }

    @Test
    void slices_of_many_series_come_in_answers_of_bounded_size() {
        peer.answers(Answer.ok(hits()));
        List<SeriesKey> fifty = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            fifty.add(key("clinical", "1." + i));
        }

        vectors.matrices(fifty);

        assertThat(peer.asked)
                .extracting(asked -> asked.json().path("size").asInt())
                .containsExactly(16, 16, 16, 2);
    }

    @Test
    void average_vectors_of_many_series_come_in_one_answer() {
        peer.answers(Answer.ok(hits("{\"_source\":{\"seriesInstanceUid\":\"1.1\",\"collection\":\"clinical\","
                + "\"vectorAvg\":[0.5,-0.25]}}")));

        assertThat(vectors.volumes(List.of(key("clinical", "1.1"))))
                .containsOnly(Map.entry(key("clinical", "1.1"), QUERY));
    }

    @Test
    void report_and_patient_of_a_series_are_read_from_their_fields() {
        peer.answers(Answer.ok(hits("{\"_source\":{\"reportVector\":[0.5,-0.25],\"patientKey\":\"p-1\"}}")));

        assertThat(vectors.report(new SeriesUid("1.1"))).contains(QUERY);
        assertThat(vectors.patient(new SeriesUid("1.1"))).contains(new PatientKey("p-1"));
    }

    private static String block(String collection, String series, String positions, Vector... slices) {
        return "{\"_source\":{\"seriesInstanceUid\":\"" + series + "\",\"collection\":\"" + collection
                + "\",\"revision\":" + REVISION + ",\"slicePositionsMm\":" + positions
                + "},\"fields\":{\"sliceVectors\":[\""
                + Base64.getEncoder().encodeToString(VectorBlock.bytes(List.of(slices))) + "\"]}}";
    }

    // --- what is known of series

    @Test
    void nothing_is_asked_about_no_series() {
        assertThat(vectors.describe(List.of())).isEmpty();
        assertThat(peer.asked).isEmpty();
    }

    @Test
    void description_has_what_the_document_has() {
        peer.answers(Answer.ok(hits(
                "{\"_source\":{\"seriesInstanceUid\":\"1.1\",\"collection\":\"clinical\",\"studyInstanceUid\":\"1.2.3\","
                        + "\"modality\":\"CT\",\"bodyPart\":\"CHEST\",\"studyDate\":\"2026-02-03\","
                        + "\"labels\":[\"finding=cyst\",\"note=a=b\"],\"slices\":120,\"reportText\":\"a cyst\"}}",
                "{\"_source\":{\"seriesInstanceUid\":\"1.2\",\"collection\":\"clinical\","
                        + "\"studyInstanceUid\":\"1.2.4\",\"slices\":3}}")));

        Map<SeriesKey, Description> known = vectors.describe(Set.of(key("clinical", "1.1"), key("clinical", "1.2")));

        assertThat(known)
                .containsOnly(
                        Map.entry(
                                key("clinical", "1.1"),
                                new Description(
                                        new StudyUid("1.2.3"),
                                        Optional.of("CT"),
                                        Optional.of("CHEST"),
                                        Optional.of(LocalDate.of(2026, 2, 3)),
                                        Map.of("finding", "cyst", "note", "a=b"),
                                        120,
                                        Optional.of("a cyst"))),
                        Map.entry(
                                key("clinical", "1.2"),
                                new Description(
                                        new StudyUid("1.2.4"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Map.of(),
                                        3,
                                        Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void series_are_described_as_they_were_when_they_were_found(boolean exact) {
        peer.answers(Answer.ok("{\"responses\":[" + hits(hit("1.2", "trial", 1)) + "]}"));
        vectors.nearest(new Space.Volumes(Pooling.AVG), List.of(QUERY), 1, ALL, exact);
        peer.answers(Answer.ok(hits()));

        Map<SeriesKey, Description> known = vectors.describe(List.of(key("trial", "1.2")));

        assertThat(known).containsOnlyKeys(key("trial", "1.2"));
        assertThat(known.get(key("trial", "1.2")).study()).isEqualTo(new StudyUid("1.2.3"));
        assertThat(peer.asked).hasSize(1);
        assertThat(texts(peer.asked.getFirst().lines().get(1).path("_source")))
                .containsExactly(
                        "seriesInstanceUid",
                        "collection",
                        "studyInstanceUid",
                        "modality",
                        "bodyPart",
                        "studyDate",
                        "labels",
                        "slices",
                        "reportText",
                        "revision");
    }

    @Test
    void only_series_that_were_not_found_are_asked_about() {
        peer.answers(Answer.ok("{\"responses\":[" + hits(hit("1.2", "trial", 1), hit("1.3", "trial", 1)) + "]}"));
        vectors.nearest(new Space.Reports(), List.of(QUERY), 2, ALL, false);
        peer.answers(Answer.ok(hits(hit("1.4", "clinical", 1))));

        Map<SeriesKey, Description> known = vectors.describe(List.of(key("trial", "1.2"), key("clinical", "1.4")));

        assertThat(known).containsOnlyKeys(key("trial", "1.2"), key("clinical", "1.4"));
        assertThat(peer.asked.getLast().json().path("query").toString())
                .contains("1.4")
                .doesNotContain("1.2");
    }

    @Test
    void series_whose_slices_were_found_are_asked_about_and_left_out_when_they_are_gone() {
        peer.answers(Answer.ok("{\"responses\":[" + hits(hit("1.2", "trial", 1)) + "]}"));
        vectors.nearest(new Space.Slices(), List.of(QUERY), 1, ALL, false);
        peer.answers(Answer.ok(hits()));

        assertThat(vectors.describe(List.of(key("trial", "1.2")))).isEmpty();
        assertThat(texts(peer.asked.getFirst().lines().get(1).path("_source")))
                .containsExactly("seriesInstanceUid", "collection");
    }

    @Test
    void as_many_documents_are_asked_for_as_there_are_series() {
        peer.answers(Answer.ok(hits()));
        List<SeriesKey> thousand = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            thousand.add(key("collection-" + i % 20, "1." + i));
        }

        vectors.describe(thousand);

        // OpenSearch refuses more than 10,000 (index.max_result_window)
        assertThat(peer.asked.getFirst().json().path("size").asInt()).isEqualTo(1_000);
    }

    @Test
    void each_series_is_asked_for_in_its_own_collection() {
        peer.answers(Answer.ok(hits()));

        vectors.describe(List.of(key("clinical", "1.1"), key("trial", "1.2"), key("clinical", "1.3")));

        List<String> clauses = new ArrayList<>();
        peer.asked
                .getFirst()
                .json()
                .path("query")
                .path("bool")
                .path("should")
                .forEach(
                        clause -> clauses.add(clause.path("bool").path("filter").toString()));
        assertThat(clauses)
                .containsExactlyInAnyOrder(
                        "[{\"term\":{\"collection\":\"clinical\"}},{\"terms\":{\"seriesInstanceUid\":[\"1.1\",\"1.3\"]}}]",
                        "[{\"term\":{\"collection\":\"trial\"}},{\"terms\":{\"seriesInstanceUid\":[\"1.2\"]}}]");
    }

    // --- samples

    private static SeriesKey key(String collection, String series) {
        return new SeriesKey(new CollectionName(collection), new SeriesUid(series));
    }

    private static Answer noNeighbours(Peer.Asked request) {
        List<String> none = Collections.nCopies(request.lines().size() / 2, hits());
        return Answer.ok("{\"responses\":[" + String.join(",", none) + "]}");
    }

    private static String hits(String... hits) {
        return "{\"hits\":{\"hits\":[" + String.join(",", hits) + "]}}";
    }

    private static String hit(String series, String collection, double score) {
        return "{\"_score\":" + score + ",\"_source\":{\"seriesInstanceUid\":\"" + series + "\",\"collection\":\""
                + collection + "\",\"studyInstanceUid\":\"1.2.3\"}}";
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static void refused(ErrorCode code, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
