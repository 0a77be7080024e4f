package io.mirstream.query.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.index.VectorBlock;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.search.Description;
import io.mirstream.query.search.Neighbour;
import io.mirstream.query.search.SeriesKey;
import io.mirstream.query.search.SeriesSlices;
import io.mirstream.query.search.SliceMatrix;
import io.mirstream.query.search.VectorSearch;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Searches the indices of one model by their own names: where aliases go meanwhile makes no difference. Serves one search, on
 * one thread: what series it finds are described as they were when they were found, without being asked for again.
 */
final class OpenSearchVectors implements VectorSearch {
    /** Queries of one request: bounds its size, and the answer's. */
    private static final int QUERIES_PER_REQUEST = 64;

    /** Series whose slices come in one answer: of 100 slices of 256 dimensions, in 2 MiB. */
    private static final int BLOCKS_PER_REQUEST = 16;

    private static final int MAX_COLLECTIONS = 1_000;

    /** A search that some shards did not answer would miss series in silence: it fails. */
    private static final String ALLOW_PARTIAL_RESULTS = "allow_partial_search_results";

    private final SearchCluster cluster;
    private final ModelRef model;
    private final Counts counts;
    private final Matrices matrices;
    private final Map<SeriesKey, SeriesSource.Found> found = new HashMap<>();

    /**
     * @param counts that searches share
     * @param matrices that searches share
     */
    OpenSearchVectors(SearchCluster cluster, ModelRef model, Counts counts, Matrices matrices) {
        this.cluster = cluster;
        this.model = model;
        this.counts = counts;
        this.matrices = matrices;
    }

    // --- the index itself

    @Override
    public ModelRef model() {
        return model;
    }

    @Override
    public long count(Space space) {
        return counts.of(name(index(space)), counting(cluster, model, index(space)));
    }

    /** Outlives this search. */
    private static Supplier<Long> counting(SearchCluster cluster, ModelRef model, Index index) {
        return () -> {
            SearchCluster.Answer answer = cluster.get("/" + index.of(model.fingerprint()) + "/_count");
            requireThere(model, answer);
            return answer.json().path("count").asLong();
        };
    }

    @Override
    public List<CollectionSize> collections() {
        ObjectNode body = Json.mapper().createObjectNode().put("size", 0);
        ObjectNode byCollection = body.putObject("aggs").putObject("collections");
        byCollection.putObject("terms").put("field", Fields.COLLECTION).put("size", MAX_COLLECTIONS);
        ObjectNode ofEach = byCollection.putObject("aggs");
        ofEach.putObject("studies").putObject("cardinality").put("field", Fields.STUDY);
        ofEach.putObject("indexedAt").putObject("max").put("field", Fields.INDEXED_AT);
        SearchCluster.Answer answer = search(Index.SERIES, body);
        List<CollectionSize> sizes = new ArrayList<>();
        for (JsonNode bucket :
                answer.json().path("aggregations").path("collections").path("buckets")) {
            sizes.add(new CollectionSize(
                    new CollectionName(bucket.path("key").asText()),
                    bucket.path("studies").path("value").asLong(),
                    bucket.path("doc_count").asLong(),
                    SeriesSource.text(bucket.path("indexedAt"), "value_as_string")
                            .map(Instant::parse)));
        }
        return sizes;
    }

    // --- vectors of a series

    @Override
    public Optional<Vector> volume(SeriesUid series, Pooling pooling) {
        String field = Fields.pooledVector(pooling);
        return ofSeries(series, field).flatMap(source -> SeriesSource.vector(source, field));
    }

    @Override
    public Optional<Vector> report(SeriesUid series) {
        return ofSeries(series, Fields.REPORT_VECTOR)
                .flatMap(source -> SeriesSource.vector(source, Fields.REPORT_VECTOR));
    }

    @Override
    public Optional<PatientKey> patient(SeriesUid series) {
        return ofSeries(series, Fields.PATIENT)
                .flatMap(source -> SeriesSource.text(source, Fields.PATIENT))
                .map(PatientKey::new);
    }

    /** One field; of a series that is in many collections, from the first. */
    private Optional<JsonNode> ofSeries(SeriesUid series, String field) {
        ObjectNode body = Json.mapper().createObjectNode().put("size", 1);
        body.set("query", Clauses.term(Fields.SERIES, series.value()));
        body.putArray("sort").add(Fields.COLLECTION);
        body.putArray("_source").add(field);
        JsonNode hits = hits(search(Index.SERIES, body));
        return hits.isEmpty() ? Optional.empty() : Optional.of(hits.get(0).path("_source"));
    }

    @Override
    public Optional<SeriesSlices> slices(SeriesUid series) {
        ObjectNode body = slicesOf(Clauses.term(Fields.SERIES, series.value())).put("size", 1);
        body.putArray("sort").add(Fields.COLLECTION);
        return slices(body).values().stream().findFirst();
    }

    @Override
    public Map<SeriesKey, SeriesSlices> slices(Collection<SeriesKey> series) {
        return series.isEmpty()
                ? Map.of()
                : slices(slicesOf(Clauses.anyOf(series)).put("size", series.size()));
    }

    @Override
    public List<Double> positionsMm(SeriesKey series) {
        ObjectNode body = Json.mapper().createObjectNode().put("size", 1);
        body.set("query", Clauses.anyOf(List.of(series)));
        body.putArray("_source").add(Fields.SLICE_POSITIONS_MM);
        List<Double> positions = new ArrayList<>();
        for (JsonNode hit : hits(search(Index.SERIES, body))) {
            hit.path("_source").path(Fields.SLICE_POSITIONS_MM).forEach(position -> positions.add(position.asDouble()));
        }
        return positions;
    }

    private static ObjectNode slicesOf(ObjectNode query) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.set("query", query);
        ArrayNode source = body.putArray("_source").add(Fields.SERIES).add(Fields.COLLECTION);
        source.add(Fields.REVISION).add(Fields.SLICE_POSITIONS_MM);
        body.putArray("stored_fields").add(Fields.SLICE_VECTORS);
        return body;
    }

    private Map<SeriesKey, SeriesSlices> slices(ObjectNode body) {
        Map<SeriesKey, SeriesSlices> slices = new HashMap<>();
        for (JsonNode hit : hits(search(Index.SERIES, body))) {
            List<Integer> indices = new ArrayList<>();
            List<Double> positions = new ArrayList<>();
            for (JsonNode position : hit.path("_source").path(Fields.SLICE_POSITIONS_MM)) {
                indices.add(indices.size());
                positions.add(position.asDouble());
            }
            slices.put(
                    SeriesSource.key(hit.path("_source")),
                    new SeriesSlices(indices, positions, VectorBlock.vectors(block(hit), positions.size())));
        }
        return slices;
    }

    private static byte[] block(JsonNode hit) {
        return Base64.getDecoder()
                .decode(hit.path("fields").path(Fields.SLICE_VECTORS).path(0).asText());
    }

    @Override
    public Map<SeriesKey, SliceMatrix> matrices(Collection<SeriesKey> series) {
        Map<SeriesKey, SliceMatrix> known = new HashMap<>();
        List<SeriesKey> others = new ArrayList<>();
        for (SeriesKey key : series) {
            Optional.ofNullable(found.get(key))
                    .flatMap(document -> matrices.get(whose(key, document.revision())))
                    .ifPresentOrElse(matrix -> known.put(key, matrix), () -> others.add(key));
        }
        for (int from = 0; from < others.size(); from += BLOCKS_PER_REQUEST) {
            known.putAll(read(others.subList(from, Math.min(others.size(), from + BLOCKS_PER_REQUEST))));
        }
        return known;
    }

    private Map<SeriesKey, SliceMatrix> read(List<SeriesKey> series) {
        Map<SeriesKey, SliceMatrix> read = new HashMap<>();
        for (JsonNode hit :
                hits(search(Index.SERIES, slicesOf(Clauses.anyOf(series)).put("size", series.size())))) {
            JsonNode source = hit.path("_source");
            int slices = source.path(Fields.SLICE_POSITIONS_MM).size();
            SliceMatrix matrix = SliceMatrix.of(VectorBlock.values(block(hit), slices), slices);
            SeriesKey key = SeriesSource.key(source);
            matrices.put(whose(key, source.path(Fields.REVISION).asLong()), matrix);
            read.put(key, matrix);
        }
        return read;
    }

    private Matrices.Of whose(SeriesKey series, long revision) {
        return new Matrices.Of(name(Index.SERIES), series, revision);
    }

    @Override
    public Map<SeriesKey, Vector> volumes(Collection<SeriesKey> series) {
        if (series.isEmpty()) {
            return Map.of();
        }
        String field = Fields.pooledVector(Pooling.AVG);
        ObjectNode body = Json.mapper().createObjectNode().put("size", series.size());
        body.set("query", Clauses.anyOf(series));
        body.putArray("_source").add(Fields.SERIES).add(Fields.COLLECTION).add(field);
        Map<SeriesKey, Vector> vectors = new HashMap<>();
        for (JsonNode hit : hits(search(Index.SERIES, body))) {
            JsonNode source = hit.path("_source");
            SeriesSource.vector(source, field).ifPresent(vector -> vectors.put(SeriesSource.key(source), vector));
        }
        return vectors;
    }

    // --- neighbours

    @Override
    public List<List<Neighbour>> nearest(Space space, List<Vector> queries, int k, Scope scope, boolean exact) {
        List<List<Neighbour>> nearest = new ArrayList<>();
        for (int from = 0; from < queries.size(); from += QUERIES_PER_REQUEST) {
            List<Vector> some = queries.subList(from, Math.min(queries.size(), from + QUERIES_PER_REQUEST));
            nearest.addAll(nearestOfSome(space, some, k, scope, exact));
        }
        return nearest;
    }

    private List<List<Neighbour>> nearestOfSome(Space space, List<Vector> queries, int k, Scope scope, boolean exact) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        ObjectNode header = Json.mapper()
                .createObjectNode()
                .put("index", name(index(space)))
                .put(ALLOW_PARTIAL_RESULTS, false);
        ObjectNode filter = Clauses.within(scope, field(space));
        for (Vector query : queries) {
            lines.writeBytes(Json.write(header));
            lines.write('\n');
            lines.writeBytes(Json.write(body(space, query, k, filter, exact)));
            lines.write('\n');
        }
        SearchCluster.Answer answer = cluster.multiSearch(lines.toByteArray());
        requireThere(model, answer);
        List<List<Neighbour>> nearest = new ArrayList<>();
        for (JsonNode response : answer.json().path("responses")) {
            if (response.has("error")) {
                requireThere(
                        model,
                        SearchCluster.judged(
                                new SearchCluster.Answer(response.path("status").asInt(), response)));
            }
            nearest.add(neighbours(space, response.path("hits").path("hits")));
        }
        return nearest;
    }

    private static ObjectNode body(Space space, Vector query, int k, ObjectNode filter, boolean exact) {
        ObjectNode body = Json.mapper().createObjectNode().put("size", k);
        ArrayNode source = body.putArray("_source");
        (index(space) == Index.SERIES ? SeriesSource.DESCRIPTION : SeriesSource.KEY).forEach(source::add);
        ObjectNode clause = body.putObject("query");
        if (exact) {
            ArrayNode order = body.putArray("sort").add("_score"); // ties are broken here, where the list is cut
            order.add(Fields.SERIES).add(Fields.COLLECTION);
            ObjectNode scored = clause.putObject("script_score");
            scored.set("query", filter);
            ObjectNode script = scored.putObject("script");
            script.put("source", "knn_score").put("lang", "knn");
            ObjectNode parameters = script.putObject("params");
            parameters.put("field", field(space)).put("space_type", "cosinesimil");
            put(parameters.putArray("query_value"), query);
        } else {
            ObjectNode knn = clause.putObject("knn").putObject(field(space));
            put(knn.putArray("vector"), query);
            knn.put("k", k).set("filter", filter);
        }
        return body;
    }

    private List<Neighbour> neighbours(Space space, JsonNode hits) {
        List<Neighbour> neighbours = new ArrayList<>();
        for (JsonNode hit : hits) {
            JsonNode source = hit.path("_source");
            SeriesKey series = SeriesSource.key(source);
            // the score of cosinesimil, by graph and by script alike, is (1 + cosine) / 2, as float32
            neighbours.add(new Neighbour(series, (float) (2 * hit.path("_score").asDouble() - 1)));
            if (index(space) == Index.SERIES) {
                found.put(series, SeriesSource.found(source));
            }
        }
        return neighbours;
    }

    private static void put(ArrayNode values, Vector vector) {
        for (float value : vector.toArray()) {
            values.add(value);
        }
    }

    private static Index index(Space space) {
        return switch (space) {
            case Space.Volumes volumes -> Index.SERIES;
            case Space.Reports reports -> Index.SERIES;
            case Space.Slices slices -> Index.SLICES;
        };
    }

    private static String field(Space space) {
        return switch (space) {
            case Space.Volumes volumes -> Fields.pooledVector(volumes.pooling());
            case Space.Reports reports -> Fields.REPORT_VECTOR;
            case Space.Slices slices -> Fields.SLICE_VECTOR;
        };
    }

    // --- what is known of series

    @Override
    public Map<SeriesKey, Description> describe(Collection<SeriesKey> series) {
        Map<SeriesKey, Description> known = new HashMap<>();
        List<SeriesKey> others = new ArrayList<>();
        for (SeriesKey key : series) {
            Optional.ofNullable(found.get(key))
                    .ifPresentOrElse(document -> known.put(key, document.description()), () -> others.add(key));
        }
        if (others.isEmpty()) {
            return known;
        }
        ObjectNode body = Json.mapper().createObjectNode().put("size", others.size());
        body.set("query", Clauses.anyOf(others));
        ArrayNode source = body.putArray("_source");
        SeriesSource.DESCRIPTION.forEach(source::add);
        for (JsonNode hit : hits(search(Index.SERIES, body))) {
            known.put(SeriesSource.key(hit.path("_source")), SeriesSource.description(hit.path("_source")));
        }
        return known;
    }

    // --- requests

    private String name(Index index) {
        return index.of(model.fingerprint());
    }

    private SearchCluster.Answer search(Index index, ObjectNode body) {
        SearchCluster.Answer answer =
                cluster.post("/" + name(index) + "/_search?" + ALLOW_PARTIAL_RESULTS + "=false", body);
        requireThere(model, answer);
        return answer;
    }

    private static JsonNode hits(SearchCluster.Answer answer) {
        return answer.json().path("hits").path("hits");
    }

    private static void requireThere(ModelRef model, SearchCluster.Answer answer) {
        if (answer.isMissing()) {
            throw new CodedException(
                    ErrorCode.INDEX_UNAVAILABLE, "the indices of model " + model.fingerprint() + " are gone");
        }
        if (!answer.isOk()) {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "OpenSearch refused a search: " + answer.error());
        }
    }
}
