package io.mirstream.ingest.opensearch;

import static io.mirstream.ingest.index.Embeddings.A;
import static io.mirstream.ingest.index.Embeddings.STUDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.SeriesSummary;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.index.VectorBlock;
import io.mirstream.contracts.json.Json;
import io.mirstream.ingest.index.DocumentChange;
import io.mirstream.ingest.index.DocumentId;
import io.mirstream.ingest.index.Embeddings;
import io.mirstream.ingest.index.LedgerChange;
import io.mirstream.ingest.index.LedgerKey;
import io.mirstream.ingest.index.LedgerLine;
import io.mirstream.ingest.index.RefusedDocument;
import io.mirstream.ingest.index.SeriesLine;
import io.mirstream.ingest.index.Stamp;
import io.mirstream.service.opensearch.Peer;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenSearchIndexTest {
    private static final String SERIES = "mirstream-series-0123456789abcdef";
    private static final String SLICES = "mirstream-slices-0123456789abcdef";
    private static final String LEDGER = "mirstream-ledger-0123456789abcdef";
    private static final LedgerKey KEY = new LedgerKey(CollectionName.CLINICAL, STUDY);
    private static final LedgerLine LINE = new LedgerLine(
            new Revision(3), LedgerLine.State.INDEXING, Map.of(A, new SeriesLine(SeriesLine.Presence.OBSOLETE, 12)));
    private static final DocumentChange.Delete DELETION =
            new DocumentChange.Delete(new DocumentId.OfSlice(CollectionName.CLINICAL, A, 2), new Revision(5));

    private Peer peer;
    private SearchCluster cluster;
    private OpenSearchIndex index;

    @BeforeEach
    void start() throws IOException {
        peer = new Peer();
        cluster = new SearchCluster(peer.url(), Optional.empty());
        index = new OpenSearchIndex(
                cluster,
                Embeddings.MODEL.fingerprint(),
                Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        peer.close();
    }

    // --- documents

    @Test
    void every_write_and_deletion_has_the_revision_for_its_external_version() {
        peer.answersItems(done("index"), done("index"), done("delete"));
        SeriesEmbedding embedding = Embeddings.revision(5).with(A, 1).of(A);

        List<RefusedDocument> refused = index.write(List.of(
                new DocumentChange.PutSeries(embedding),
                new DocumentChange.PutSlice(embedding, embedding.slices().getFirst()),
                DELETION));

        assertThat(refused).isEmpty();
        List<JsonNode> lines = peer.last().lines();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo(action("index", SERIES, "clinical/1.2.1"));
        assertThat(lines.get(2)).isEqualTo(action("index", SLICES, "clinical/1.2.1/0"));
        assertThat(lines.get(4)).isEqualTo(action("delete", SLICES, "clinical/1.2.1/2"));
    }

    private static JsonNode action(String name, String index, String id) {
        return Peer.json("""
                {"%s":{"_index":"%s","_id":"%s","version":5,"version_type":"external_gte"}}""".formatted(name, index, id));
    }

    @Test
    void document_that_is_newer_or_gone_already_is_as_it_should_be() {
        peer.answersItems(item("index", 409, "version_conflict_engine_exception"), item("delete", 404, ""));
        SeriesEmbedding embedding = Embeddings.revision(5).with(A, 1).of(A);

        assertThat(index.write(List.of(new DocumentChange.PutSeries(embedding), DELETION)))
                .isEmpty();
    }

    @Test
    void document_that_the_index_does_not_take_is_named_with_the_index_own_reason() {
        peer.answersItems(item("index", 400, "mapper_parsing_exception"), done("delete"));
        SeriesEmbedding embedding = Embeddings.revision(5).with(A, 1).of(A);

        List<RefusedDocument> refused = index.write(List.of(new DocumentChange.PutSeries(embedding), DELETION));

        assertThat(refused)
                .containsExactly(new RefusedDocument(
                        new DocumentId.OfSeries(CollectionName.CLINICAL, A), "mapper_parsing_exception"));
    }

    @ParameterizedTest
    @CsvSource({"429, INDEX_BUSY", "500, INDEX_UNAVAILABLE", "503, INDEX_UNAVAILABLE"})
    void write_that_may_succeed_later_is_not_a_refusal(int status, ErrorCode code) {
        peer.answersItems(item("delete", status, "x"));

        assertThatThrownBy(() -> index.write(List.of(DELETION)))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void nothing_to_write_is_no_request() {
        assertThat(index.write(List.of())).isEmpty();
        assertThat(peer.asked()).isEmpty();
    }

    @Test
    void many_documents_go_in_several_requests_and_each_keeps_its_outcome() {
        int series = 40;
        SeriesEmbedding embedding =
                Embeddings.revision(5).with(A, SeriesEmbedding.MAX_SLICES).of(A);
        List<DocumentChange> changes = new ArrayList<>();
        for (int i = 0; i < series; i++) {
            embedding.slices().forEach(slice -> changes.add(new DocumentChange.PutSlice(embedding, slice)));
        }
        changes.add(DELETION);
        peer.answers(question -> {
            List<String> items = new ArrayList<>();
            for (String line : question.body().split("\n")) {
                if (line.startsWith("{\"index\"")) {
                    items.add(done("index"));
                } else if (line.startsWith("{\"delete\"")) {
                    items.add(item("delete", 400, "odd"));
                }
            }
            return new Peer.Answer(200, "{\"items\":[" + String.join(",", items) + "]}");
        });

        List<RefusedDocument> refused = index.write(changes);

        assertThat(refused).containsExactly(new RefusedDocument(DELETION.id(), "odd"));
        assertThat(peer.asked())
                .hasSizeGreaterThan(1)
                .allSatisfy(question -> assertThat(question.body().length()).isLessThan(9 << 20));
    }

    @Test
    void documents_have_no_field_that_the_strict_mapping_does_not_know_and_fill_every_one() {
        SeriesEmbedding embedding = everything();
        List<Peer.Asked> created = created(embedding.model());
        peer.answersItems(done("index"), done("index"));

        index.write(List.of(
                new DocumentChange.PutSeries(embedding),
                new DocumentChange.PutSlice(embedding, embedding.slices().getFirst())));

        List<JsonNode> lines = peer.last().lines();
        assertThat(fields(lines.get(1))).isEqualTo(mapped(created, SERIES));
        assertThat(fields(lines.get(3))).isEqualTo(mapped(created, SLICES));
    }

    @Test
    void series_has_all_of_its_slices_in_one_block() {
        peer.answersItems(done("index"));
        SeriesEmbedding embedding = Embeddings.revision(5).with(A, 3).of(A);

        index.write(List.of(new DocumentChange.PutSeries(embedding)));

        JsonNode document = peer.last().lines().get(1);
        assertThat(VectorBlock.vectors(
                        Base64.getDecoder().decode(document.path("sliceVectors").asText()), 3))
                .isEqualTo(embedding.slices().stream()
                        .map(SeriesEmbedding.SliceVector::vector)
                        .toList());
        assertThat(document.path("slicePositionsMm")).hasSize(3);
    }

    @Test
    void ledger_lines_and_statuses_fill_their_mappings_too() {
        List<Peer.Asked> created = created(Embeddings.MODEL);
        peer.answersItems(done("create"));
        index.compareAndSet(Map.of(KEY, new LedgerChange(Optional.empty(), LINE)));
        JsonNode line = peer.last().lines().get(1);
        peer.answersItems(done("index"));

        new OpenSearchStatuses(cluster).write(List.of(status(StudyState.INDEXED, 4)));

        assertThat(fields(line)).isEqualTo(mapped(created, LEDGER));
        assertThat(fields(peer.last().lines().get(1))).isEqualTo(mapped(created, "mirstream-status"));
    }

    @Test
    void searches_see_what_was_written_after_a_refresh_of_both_indices() {
        index.refresh();

        assertThat(peer.last().path()).isEqualTo("/" + SERIES + "," + SLICES + "/_refresh");
    }

    // --- ledger

    @Test
    void line_is_read_as_it_was_written() {
        peer.answersItems("""
                {"create":{"status":201,"_seq_no":7,"_primary_term":2}}""");
        Map<LedgerKey, Stamp> written = index.compareAndSet(Map.of(KEY, new LedgerChange(Optional.empty(), LINE)));
        List<JsonNode> lines = peer.last().lines();
        peer.answers(question -> new Peer.Answer(200, """
                {"docs":[{"_id":"clinical/9.9","found":false},
                 {"_id":"clinical/1.2","found":true,"_seq_no":7,"_primary_term":2,"_source":%s}]}""".formatted(lines.get(1))));

        var entries = index.ledger(Set.of(KEY));

        assertThat(lines.get(0)).isEqualTo(Peer.json("""
                {"create":{"_index":"%s","_id":"clinical/1.2"}}""".formatted(LEDGER)));
        assertThat(peer.last().path()).isEqualTo("/" + LEDGER + "/_mget");
        assertThat(Peer.json(peer.last().body())).isEqualTo(Peer.json("{\"ids\":[\"clinical/1.2\"]}"));
        assertThat(written).isEqualTo(Map.of(KEY, new Stamp(7, 2)));
        assertThat(entries).containsOnlyKeys(KEY);
        assertThat(entries.get(KEY).line()).isEqualTo(LINE);
        assertThat(entries.get(KEY).stamp()).isEqualTo(new Stamp(7, 2));
    }

    @Test
    void line_that_was_seen_is_replaced_only_if_it_is_still_the_same() {
        peer.answersItems(item("index", 409, "version_conflict_engine_exception"));

        Map<LedgerKey, Stamp> written =
                index.compareAndSet(Map.of(KEY, new LedgerChange(Optional.of(new Stamp(7, 2)), LINE)));

        assertThat(written).isEmpty();
        assertThat(peer.last().lines().getFirst()).isEqualTo(Peer.json("""
                {"index":{"_index":"%s","_id":"clinical/1.2","if_seq_no":7,"if_primary_term":2}}""".formatted(LEDGER)));
    }

    @Test
    void ledger_that_takes_no_line_is_of_another_mapping() {
        peer.answersItems(item("create", 400, "strict_dynamic_mapping_exception"));

        assertThatThrownBy(() -> index.compareAndSet(Map.of(KEY, new LedgerChange(Optional.empty(), LINE))))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INDEX_MAPPING_MISMATCH));
    }

    @Test
    void ledger_that_is_not_there_is_unavailable_and_not_empty() {
        peer.answers(question -> new Peer.Answer(404, "{\"error\":{\"type\":\"index_not_found_exception\"}}"));

        assertThatThrownBy(() -> index.ledger(Set.of(KEY)))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE));
    }

    // --- statuses

    @Test
    void status_of_an_older_revision_does_not_replace_a_newer_one() {
        peer.answersItems(done("index"), item("index", 409, "version_conflict_engine_exception"));
        StudyStatus status = status(StudyState.INDEXED, 4);

        new OpenSearchStatuses(cluster).write(List.of(status, status(StudyState.ACCEPTED, 0)));

        List<JsonNode> lines = peer.last().lines();
        assertThat(lines.get(0)).isEqualTo(Peer.json("""
                {"index":{"_index":"mirstream-status","_id":"1.2","version":4,"version_type":"external_gte"}}"""));
        assertThat(Json.read(Json.write(lines.get(1).path("status")), StudyStatus.class))
                .isEqualTo(status);
        assertThat(lines.get(2).at("/index/version").asLong()).isZero();
    }

    @Test
    void status_index_that_takes_no_status_is_of_another_mapping() {
        peer.answersItems(item("index", 400, "strict_dynamic_mapping_exception"));

        assertThatThrownBy(() -> new OpenSearchStatuses(cluster).write(List.of(status(StudyState.INDEXED, 4))))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INDEX_MAPPING_MISMATCH));
    }

    // --- the words of these tests

    private static StudyStatus status(StudyState state, long revision) {
        return new StudyStatus(
                STUDY,
                CollectionName.CLINICAL,
                state,
                revision,
                "id",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private static SeriesEmbedding everything() {
        ModelRef model = new ModelRef("m", "1", Embeddings.MODEL.fingerprint(), 2, 3, false);
        Vector vector = Vector.of(1, 2);
        return new SeriesEmbedding(
                STUDY,
                A,
                CollectionName.CLINICAL,
                Revision.FIRST,
                "id",
                model,
                new SeriesSummary(
                        "CT",
                        Optional.of("CHEST"),
                        Optional.of(LocalDate.EPOCH),
                        9,
                        8,
                        7,
                        List.of(1.0, 1.0, 2.5),
                        "axial",
                        List.of("gap")),
                Map.of(Pooling.AVG, vector, Pooling.MAX, vector, Pooling.MEDIAN, vector, Pooling.STD, vector),
                List.of(new SeriesEmbedding.SliceVector(0, 0, vector)),
                Optional.of("report"),
                Optional.of(Vector.of(1, 2, 3)),
                Map.of("split", "train"),
                Optional.of(new PatientKey("p1")),
                List.of(SeriesStatus.embedded(A, 9, 1)));
    }

    /** The requests that create all indices. */
    private List<Peer.Asked> created(ModelRef model) {
        peer.answers(question -> new Peer.Answer(question.method().equals("GET") ? 404 : 200, "{}"));
        IndexSchema schema = new IndexSchema(cluster, new IndexOptions("lucene", 1, 0, 16, 128));
        schema.require(model);
        schema.requireStatus();
        return peer.asked().stream()
                .filter(asked -> asked.method().equals("PUT"))
                .toList();
    }

    private static Set<String> mapped(List<Peer.Asked> created, String index) {
        return created.stream()
                .filter(asked -> asked.path().equals("/" + index))
                .map(asked -> fields(Peer.json(asked.body()).at("/mappings/properties")))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> fields(JsonNode document) {
        Set<String> fields = new TreeSet<>();
        document.fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    private static String done(String action) {
        return item(action, 200, "");
    }

    private static String item(String action, int status, String error) {
        return """
                {"%s":{"status":%d,"_seq_no":0,"_primary_term":1,"error":{"type":"%s"}}}""".formatted(action, status, error);
    }
}
