package io.mirstream.ingest.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.service.opensearch.SearchCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Creates the indices, or verifies that those which are there are what this version writes. */
public final class IndexSchema {
    private static final Logger LOG = Logger.getLogger(IndexSchema.class);

    /** Counts changes of the mappings. */
    private static final int SCHEMA_VERSION = 2;

    private static final String META_SCHEMA = "schemaVersion";
    private static final String META_MODEL = "model";

    private final SearchCluster cluster;
    private final IndexOptions options;

    public IndexSchema(SearchCluster cluster, IndexOptions options) {
        this.cluster = cluster;
        this.options = options;
    }

    /**
     * The indices of a model. The ledger comes last: where it is, they all are.
     *
     * @throws CodedException {@code INDEX_MAPPING_MISMATCH}
     */
    public void require(ModelRef model) {
        requireIndex(Index.SERIES.of(model.fingerprint()), series(model), meta(model));
        requireIndex(Index.SLICES.of(model.fingerprint()), slices(model), meta(model));
        requireIndex(Index.LEDGER.of(model.fingerprint()), ledger(), meta(model));
    }

    /** @throws CodedException {@code INDEX_MAPPING_MISMATCH} */
    public void requireStatus() {
        requireIndex(Index.STATUS.alias(), status(), meta());
    }

    /** @throws CodedException {@code INDEX_MAPPING_MISMATCH} */
    public void requirePreviews() {
        requireIndex(Index.PREVIEWS.alias(), previews(), meta());
    }

    // --- indices

    private void requireIndex(String name, Map<String, ObjectNode> properties, ObjectNode meta) {
        SearchCluster.Answer existing = cluster.get("/" + name + "/_mapping");
        if (existing.isOk()) {
            verify(name, existing.json().path(name).path("mappings"), properties, meta);
            return;
        }
        ObjectNode body = Json.mapper().createObjectNode();
        ObjectNode settings = body.putObject("settings").putObject("index");
        settings.put("number_of_shards", options.shards()).put("number_of_replicas", options.replicas());
        settings.put("knn", properties.values().stream().anyMatch(IndexSchema::isVector));
        ObjectNode mappings = body.putObject("mappings");
        mappings.put("dynamic", "strict").set("_meta", meta);
        for (String large : List.of(Fields.SLICE_VECTORS, Fields.PNG)) { // fetched by themselves
            if (properties.containsKey(large)) {
                mappings.putObject("_source").putArray("excludes").add(large);
            }
        }
        ObjectNode fields = mappings.putObject("properties");
        properties.forEach(fields::set);
        SearchCluster.Answer created = cluster.put("/" + name, body);
        if (!created.isOk() && created.error().equals("resource_already_exists_exception")) {
            requireIndex(name, properties, meta); // another instance was quicker
            return;
        }
        expectOk(created, "create the index " + name);
        LOG.infof("index created index=%s", name);
    }

    private static void verify(String name, JsonNode mapping, Map<String, ObjectNode> properties, ObjectNode meta) {
        JsonNode found = mapping.path("_meta");
        if (!isOfSameModel(found.path(META_MODEL), meta.path(META_MODEL))) {
            throw mismatch(name, "is not of this model");
        }
        if (found.path(META_SCHEMA).asInt() != SCHEMA_VERSION) {
            throw mismatch(name, "has schema version " + found.path(META_SCHEMA).asInt());
        }
        if (!mapping.path("dynamic").asText().equals("strict")) {
            throw mismatch(name, "is not strict");
        }
        JsonNode fields = mapping.path("properties");
        properties.forEach((field, expected) -> {
            JsonNode actual = fields.path(field);
            expected.fields().forEachRemaining(entry -> {
                if (!sameSetting(entry.getValue(), actual.path(entry.getKey()))) {
                    throw mismatch(name, "has another " + entry.getKey() + " for " + field);
                }
            });
        });
        if (fields.size() != properties.size()) {
            throw mismatch(name, "has other fields");
        }
    }

    /** An index that was made before more was known of models says less of its own. */
    private static boolean isOfSameModel(JsonNode found, JsonNode expected) {
        if (expected.isMissingNode()) {
            return found.isMissingNode();
        }
        return model(found)
                .filter(model ->
                        model(expected).filter(model::makesTheSameVectorsAs).isPresent())
                .isPresent();
    }

    /** Whose an index is by its {@code _meta}; empty when that cannot be read. */
    static Optional<ModelRef> modelOf(JsonNode mappings) {
        return model(mappings.path("_meta").path(META_MODEL));
    }

    private static Optional<ModelRef> model(JsonNode json) {
        try {
            return json.isObject() ? Optional.of(Json.read(Json.write(json), ModelRef.class)) : Optional.empty();
        } catch (CodedException e) {
            return Optional.empty();
        }
    }

    /** A method's parameters are the operator's choice; what the vectors mean is not. */
    private static boolean sameSetting(JsonNode expected, JsonNode actual) {
        if (expected.has("space_type")) {
            return expected.path("space_type")
                    .asText()
                    .equals(actual.path("space_type").asText());
        }
        return expected.isObject() || expected.asText().equals(actual.asText());
    }

    private static CodedException mismatch(String name, String how) {
        return new CodedException(ErrorCode.INDEX_MAPPING_MISMATCH, "index " + name + " " + how);
    }

    static void expectOk(SearchCluster.Answer answer, String what) {
        if (!answer.isOk()) {
            throw new CodedException(
                    ErrorCode.INDEX_UNAVAILABLE, "OpenSearch would not " + what + ": " + answer.error());
        }
    }

    // --- mappings

    private static ObjectNode meta() {
        return Json.mapper().createObjectNode().put(META_SCHEMA, SCHEMA_VERSION);
    }

    static ObjectNode meta(ModelRef model) {
        return meta().set(META_MODEL, Json.mapper().valueToTree(model));
    }

    private Map<String, ObjectNode> series(ModelRef model) {
        Map<String, ObjectNode> fields = common();
        fields.put(Fields.SLICES, type("integer"));
        fields.put(Fields.ROWS, type("integer"));
        fields.put(Fields.COLUMNS, type("integer"));
        fields.put(Fields.SPACING_MM, type("float"));
        fields.put(Fields.ORIENTATION, type("keyword"));
        fields.put(Fields.FINDINGS, type("keyword"));
        fields.put(Fields.EVENT_ID, type("keyword"));
        fields.put(Fields.INDEXED_AT, type("date"));
        fields.put(Fields.REPORT_TEXT, type("text"));
        if (model.textDimension() > 0) {
            fields.put(Fields.REPORT_VECTOR, vector(model.textDimension()));
        }
        for (Pooling pooling : Pooling.values()) {
            fields.put(Fields.pooledVector(pooling), vector(model.dimension()));
        }
        fields.put(Fields.SLICE_POSITIONS_MM, type("float").put("index", false));
        fields.put(Fields.SLICE_VECTORS, type("binary").put("store", true));
        return fields;
    }

    private Map<String, ObjectNode> slices(ModelRef model) {
        Map<String, ObjectNode> fields = common();
        fields.put(Fields.SLICE_INDEX, type("integer"));
        fields.put(Fields.POSITION_MM, type("float"));
        fields.put(Fields.SLICE_VECTOR, vector(model.dimension()));
        return fields;
    }

    /** What a search can be filtered by, on series and on slices alike. */
    private static Map<String, ObjectNode> common() {
        Map<String, ObjectNode> fields = new TreeMap<>();
        for (String keyword : new String[] {
            Fields.STUDY,
            Fields.SERIES,
            Fields.COLLECTION,
            Fields.PATIENT,
            Fields.MODALITY,
            Fields.BODY_PART,
            Fields.LABELS,
            Fields.MODEL
        }) {
            fields.put(keyword, type("keyword"));
        }
        fields.put(Fields.STUDY_DATE, type("date"));
        fields.put(Fields.REVISION, type("long"));
        return fields;
    }

    private static Map<String, ObjectNode> ledger() {
        Map<String, ObjectNode> fields = new TreeMap<>();
        fields.put(OpenSearchIndex.LEDGER_REVISION, type("long"));
        fields.put(OpenSearchIndex.LEDGER_STATE, type("keyword"));
        fields.put(OpenSearchIndex.LEDGER_SERIES, stored());
        return fields;
    }

    private static Map<String, ObjectNode> status() {
        Map<String, ObjectNode> fields = new TreeMap<>();
        fields.put(OpenSearchStatuses.COLLECTION, type("keyword"));
        fields.put(OpenSearchStatuses.STATE, type("keyword"));
        fields.put(OpenSearchStatuses.UPDATED_AT, type("date"));
        fields.put(Fields.STATUS, stored());
        return fields;
    }

    /** Found by series and name, and by nothing else. */
    private static Map<String, ObjectNode> previews() {
        Map<String, ObjectNode> fields = new TreeMap<>();
        fields.put(Fields.SERIES, type("keyword"));
        fields.put(Fields.COLLECTION, type("keyword"));
        fields.put(Fields.IMAGE, type("keyword"));
        fields.put(Fields.STUDY, kept("keyword"));
        fields.put(Fields.REVISION, kept("long"));
        fields.put(Fields.SLICE_INDEX, kept("integer"));
        fields.put(Fields.POSITION_MM, kept("float"));
        fields.put(Fields.WIDTH, kept("integer"));
        fields.put(Fields.HEIGHT, kept("integer"));
        fields.put(Fields.PIXEL_MM, kept("float"));
        fields.put(Fields.PNG, type("binary").put("store", true));
        return fields;
    }

    private static ObjectNode kept(String type) {
        return type(type).put("index", false).put("doc_values", false);
    }

    private static ObjectNode type(String type) {
        return Json.mapper().createObjectNode().put("type", type);
    }

    /** Kept as it is, and never searched. */
    private static ObjectNode stored() {
        return type("object").put("enabled", false);
    }

    private ObjectNode vector(int dimension) {
        ObjectNode field = type("knn_vector").put("dimension", dimension);
        ObjectNode method = field.putObject("method");
        method.put("name", "hnsw").put("engine", options.engine()).put("space_type", "cosinesimil");
        method.putObject("parameters").put("m", options.m()).put("ef_construction", options.efConstruction());
        return field;
    }

    private static boolean isVector(ObjectNode field) {
        return field.path("type").asText().equals("knn_vector");
    }
}
