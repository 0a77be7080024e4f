package io.mirstream.ingest.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.index.VectorBlock;
import io.mirstream.contracts.json.Json;
import io.mirstream.ingest.index.DocumentChange;
import io.mirstream.ingest.index.DocumentId;
import io.mirstream.ingest.index.LedgerChange;
import io.mirstream.ingest.index.LedgerEntry;
import io.mirstream.ingest.index.LedgerKey;
import io.mirstream.ingest.index.LedgerLine;
import io.mirstream.ingest.index.RefusedDocument;
import io.mirstream.ingest.index.SeriesLine;
import io.mirstream.ingest.index.Stamp;
import io.mirstream.ingest.index.VectorIndex;
import io.mirstream.service.opensearch.SearchCluster;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** The index of one model in OpenSearch. */
public final class OpenSearchIndex implements VectorIndex {
    private static final Logger LOG = Logger.getLogger(OpenSearchIndex.class);

    static final String LEDGER_REVISION = "revision";
    static final String LEDGER_STATE = "state";
    static final String LEDGER_SERIES = "series";

    private final SearchCluster cluster;
    private final Clock clock;
    private final ModelFingerprint model;
    private final String series;
    private final String slices;
    private final String ledger;

    public OpenSearchIndex(SearchCluster cluster, ModelFingerprint model, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
        this.model = model;
        series = Index.SERIES.of(model);
        slices = Index.SLICES.of(model);
        ledger = Index.LEDGER.of(model);
    }

    @Override
    public ModelFingerprint model() {
        return model;
    }

    // --- ledger

    @Override
    public Map<LedgerKey, LedgerEntry> ledger(Set<LedgerKey> keys) {
        Map<String, LedgerKey> byId = new HashMap<>();
        ObjectNode request = Json.mapper().createObjectNode();
        ArrayNode ids = request.putArray("ids");
        for (LedgerKey key : keys) {
            byId.put(key.text(), key);
            ids.add(key.text());
        }
        SearchCluster.Answer answer = cluster.post("/" + ledger + "/_mget", request);
        requireOk(answer);
        Map<LedgerKey, LedgerEntry> entries = new HashMap<>();
        for (JsonNode document : answer.json().path("docs")) {
            if (document.path("found").asBoolean()) {
                Stamp stamp = new Stamp(
                        document.path("_seq_no").asLong(),
                        document.path("_primary_term").asLong());
                entries.put(
                        byId.get(document.path("_id").asText()),
                        new LedgerEntry(line(document.path("_source")), stamp));
            }
        }
        return entries;
    }

    @Override
    public Map<LedgerKey, Stamp> compareAndSet(Map<LedgerKey, LedgerChange> changes) {
        Bulk bulk = new Bulk(cluster);
        List<LedgerKey> keys = List.copyOf(changes.keySet());
        for (LedgerKey key : keys) {
            LedgerChange change = changes.get(key);
            ObjectNode document = document(change.line());
            change.seen()
                    .ifPresentOrElse(
                            seen -> bulk.replace(
                                    ledger, key.text(), seen.sequenceNumber(), seen.primaryTerm(), document),
                            () -> bulk.create(ledger, key.text(), document));
        }
        List<Bulk.Outcome> outcomes = bulk.finish();
        Map<LedgerKey, Stamp> written = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            Bulk.Outcome outcome = outcomes.get(i);
            if (outcome.isDone()) {
                written.put(
                        keys.get(i),
                        new Stamp(
                                outcome.item().path("_seq_no").asLong(),
                                outcome.item().path("_primary_term").asLong()));
            } else if (!outcome.isConflict()) {
                throw new CodedException(
                        ErrorCode.INDEX_MAPPING_MISMATCH, "the ledger refuses a line: " + outcome.error());
            }
        }
        return written;
    }

    private static ObjectNode document(LedgerLine line) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put(LEDGER_REVISION, line.revision().value());
        document.put(LEDGER_STATE, line.state().name());
        ArrayNode list = document.putArray(LEDGER_SERIES);
        line.series()
                .forEach((uid, known) -> list.addObject()
                        .put("uid", uid.value())
                        .put("presence", known.presence().name())
                        .put("slices", known.slices()));
        return document;
    }

    private static LedgerLine line(JsonNode document) {
        Map<SeriesUid, SeriesLine> bySeries = new HashMap<>();
        for (JsonNode known : document.path(LEDGER_SERIES)) {
            bySeries.put(
                    new SeriesUid(known.path("uid").asText()),
                    new SeriesLine(
                            SeriesLine.Presence.valueOf(known.path("presence").asText()),
                            known.path("slices").asInt()));
        }
        return new LedgerLine(
                new Revision(document.path(LEDGER_REVISION).asLong()),
                LedgerLine.State.valueOf(document.path(LEDGER_STATE).asText()),
                bySeries);
    }

    // --- documents

    @Override
    public List<RefusedDocument> write(Collection<DocumentChange> changes) {
        Bulk bulk = new Bulk(cluster);
        for (DocumentChange change : changes) {
            String index = index(change.id());
            String id = change.id().text();
            long version = change.revision().value();
            switch (change) {
                case DocumentChange.PutSeries put -> bulk.index(index, id, version, document(put.embedding()));
                case DocumentChange.PutSlice put ->
                    bulk.index(index, id, version, document(put.embedding(), put.slice()));
                case DocumentChange.Delete delete -> bulk.delete(index, id, version);
            }
        }
        List<RefusedDocument> refused = new ArrayList<>();
        List<Bulk.Outcome> outcomes = bulk.finish();
        int at = 0;
        for (DocumentChange change : changes) {
            Bulk.Outcome outcome = outcomes.get(at++);
            boolean deletedAlready = change instanceof DocumentChange.Delete && outcome.isMissing();
            if (!outcome.isDone() && !outcome.isConflict() && !deletedAlready) {
                LOG.errorf(
                        "document refused errorCode=EVENT_INVALID index=%s seriesHash=%08x reason=%s",
                        index(change.id()), change.id().series().hashCode(), outcome.error());
                refused.add(new RefusedDocument(change.id(), outcome.error()));
            }
        }
        return refused;
    }

    private String index(DocumentId id) {
        return switch (id) {
            case DocumentId.OfSeries ofSeries -> series;
            case DocumentId.OfSlice ofSlice -> slices;
        };
    }

    private ObjectNode document(SeriesEmbedding embedding) {
        ObjectNode document = common(embedding);
        document.put(Fields.SLICES, embedding.summary().slices());
        document.put(Fields.ROWS, embedding.summary().rows());
        document.put(Fields.COLUMNS, embedding.summary().columns());
        ArrayNode spacing = document.putArray(Fields.SPACING_MM);
        embedding.summary().spacingMm().forEach(spacing::add);
        document.put(Fields.ORIENTATION, embedding.summary().orientation());
        ArrayNode findings = document.putArray(Fields.FINDINGS);
        embedding.summary().findings().forEach(findings::add);
        document.put(Fields.EVENT_ID, embedding.eventId());
        document.put(Fields.INDEXED_AT, clock.instant().toString());
        embedding.reportText().ifPresent(text -> document.put(Fields.REPORT_TEXT, text));
        embedding.reportVector().ifPresent(vector -> put(document, Fields.REPORT_VECTOR, vector));
        embedding.pooled().forEach((pooling, vector) -> put(document, Fields.pooledVector(pooling), vector));
        ArrayNode positions = document.putArray(Fields.SLICE_POSITIONS_MM);
        embedding.slices().forEach(slice -> positions.add(slice.positionMm()));
        document.put(
                Fields.SLICE_VECTORS,
                VectorBlock.bytes(embedding.slices().stream()
                        .map(SeriesEmbedding.SliceVector::vector)
                        .toList()));
        return document;
    }

    private static ObjectNode document(SeriesEmbedding embedding, SeriesEmbedding.SliceVector slice) {
        ObjectNode document = common(embedding);
        document.put(Fields.SLICE_INDEX, slice.index());
        document.put(Fields.POSITION_MM, slice.positionMm());
        put(document, Fields.SLICE_VECTOR, slice.vector());
        return document;
    }

    private static ObjectNode common(SeriesEmbedding embedding) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put(Fields.STUDY, embedding.studyInstanceUid().value());
        document.put(Fields.SERIES, embedding.seriesInstanceUid().value());
        document.put(Fields.COLLECTION, embedding.collection().value());
        embedding.patientKey().ifPresent(key -> document.put(Fields.PATIENT, key.value()));
        document.put(Fields.MODALITY, embedding.summary().modality());
        embedding.summary().bodyPart().ifPresent(part -> document.put(Fields.BODY_PART, part));
        embedding.summary().studyDate().ifPresent(date -> document.put(Fields.STUDY_DATE, date.toString()));
        ArrayNode labels = document.putArray(Fields.LABELS);
        embedding.labels().forEach((name, value) -> labels.add(Fields.label(name, value)));
        document.put(Fields.MODEL, embedding.model().fingerprint().value());
        document.put(Fields.REVISION, embedding.revision().value());
        return document;
    }

    private static void put(ObjectNode document, String field, Vector vector) {
        ArrayNode values = document.putArray(field);
        for (float value : vector.toArray()) {
            values.add(value);
        }
    }

    @Override
    public void refresh() {
        requireOk(cluster.post(
                "/" + series + "," + slices + "/_refresh", Json.mapper().createObjectNode()));
    }

    private static void requireOk(SearchCluster.Answer answer) {
        if (!answer.isOk()) {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "OpenSearch refused: " + answer.error());
        }
    }
}
