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
import io.mirstream.query.search.Filters;
import io.mirstream.query.search.Neighbour;
import io.mirstream.query.search.SeriesKey;
import io.mirstream.query.search.SeriesSlices;
import io.mirstream.query.search.VectorSearch;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Searches the indices of one model by their own names: where aliases go meanwhile makes no difference. Serves one search, on
 * one thread: what series it finds are described as they were when they were found, without being asked for again.
 */
final class OpenSearchVectors implements VectorSearch {
    /** Queries of one request: bounds its size, and the answer's. */
    private static final int QUERIES_PER_REQUEST = 64;

    private static final int MAX_COLLECTIONS = 1_000;

    /** A search that some shards did not answer would miss series in silence: it fails. */
    private static final String ALLOW_PARTIAL_RESULTS = "allow_partial_search_results";

    private final SearchCluster cluster;
    private final ModelRef model;
    private final Counts counts;
    private final Map<SeriesKey, Description> found = new HashMap<>();

    /** @param counts that searches share */
    OpenSearchVectors(SearchCluster cluster, ModelRef model, Counts counts) {
        this.cluster = cluster;
        this.model = model;
        this.counts = counts;
    }

    // --- the index itself

    @Override
    public ModelRef model() {
        return model;
    }

    @Override
    public long count(Space space) {
        String index = name(index(space));
        return counts.of(index, () -> {
            SearchCluster.Answer answer = cluster.get("/" + index + "/_count");
            requireThere(answer);
            return answer.json().path("count").asLong();
        });
    }

    @Override
    public List<CollectionSize> collections() {
        ObjectNode body = Json.mapper().createObjectNode().put("size", 0);
        ObjectNode byCollection = body.putObject("aggs").putObject("collections");
        byCollection.putObject("terms").put("field", Fields.COLLECTION).put("size", MAX_COLLECTIONS);
        byCollection
                .putObject("aggs")
                .putObject("studies")
                .putObject("cardinality")
                .put("field", Fields.STUDY);
        SearchCluster.Answer answer = search(Index.SERIES, body);
        List<CollectionSize> sizes = new ArrayList<>();
        for (JsonNode bucket :
                answer.json().path("aggregations").path("collections").path("buckets")) {
            sizes.add(new CollectionSize(
                    new CollectionName(bucket.path("key").asText()),
                    bucket.path("studies").path("value").asLong(),
                    bucket.path("doc_count").asLong()));
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
        body.set("query", term(Fields.SERIES, series.value()));
        body.putArray("sort").add(Fields.COLLECTION);
        body.putArray("_source").add(field);
        JsonNode hits = hits(search(Index.SERIES, body));
        return hits.isEmpty() ? Optional.empty() : Optional.of(hits.get(0).path("_source"));
    }

    @Override
    public Optional<SeriesSlices> slices(SeriesUid series) {
        ObjectNode body = slicesOf(term(Fields.SERIES, series.value())).put("size", 1);
        body.putArray("sort").add(Fields.COLLECTION);
        return slices(body).values().stream().findFirst();
    }

    @Override
    public Map<SeriesKey, SeriesSlices> slices(Collection<SeriesKey> series) {
        return series.isEmpty() ? Map.of() : slices(slicesOf(anyOf(series)).put("size", series.size()));
    }

    private static ObjectNode slicesOf(ObjectNode query) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.set("query", query);
        body.putArray("_source").add(Fields.SERIES).add(Fields.COLLECTION).add(Fields.SLICE_POSITIONS_MM);
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
            byte[] block = Base64.getDecoder()
                    .decode(hit.path("fields")
                            .path(Fields.SLICE_VECTORS)
                            .path(0)
                            .asText());
            slices.put(
                    SeriesSource.key(hit.path("_source")),
                    new SeriesSlices(indices, positions, VectorBlock.vectors(block, positions.size())));
        }
        return slices;
    }

    @Override
    public Map<SeriesKey, Vector> volumes(Collection<SeriesKey> series) {
        if (series.isEmpty()) {
            return Map.of();
        }
        String field = Fields.pooledVector(Pooling.AVG);
        ObjectNode body = Json.mapper().createObjectNode().put("size", series.size());
        body.set("query", anyOf(series));
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
        ObjectNode filter = filter(scope, field(space));
        for (Vector query : queries) {
            lines.writeBytes(Json.write(header));
            lines.write('\n');
            lines.writeBytes(Json.write(body(space, query, k, filter, exact)));
            lines.write('\n');
        }
        SearchCluster.Answer answer = cluster.multiSearch(lines.toByteArray());
        requireThere(answer);
        List<List<Neighbour>> nearest = new ArrayList<>();
        for (JsonNode response : answer.json().path("responses")) {
            if (response.has("error")) {
                requireThere(SearchCluster.judged(
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
                found.put(series, SeriesSource.description(source));
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

    // --- filters

    private static ObjectNode filter(Scope scope, String vectorField) {
        ObjectNode filter = Json.mapper().createObjectNode();
        ObjectNode bool = filter.putObject("bool");
        ArrayNode must = bool.putArray("filter");
        Filters filters = scope.filters();
        must.addObject().putObject("exists").put("field", vectorField);
        anyOf(
                must,
                Fields.COLLECTION,
                filters.collections().stream().map(CollectionName::value).toList());
        anyOf(must, Fields.MODALITY, filters.modalities());
        anyOf(must, Fields.BODY_PART, filters.bodyParts());
        filters.labels().forEach((name, value) -> must.add(term(Fields.LABELS, Fields.label(name, value))));
        if (filters.dates().from().isPresent() || filters.dates().to().isPresent()) {
            ObjectNode range = must.addObject().putObject("range").putObject(Fields.STUDY_DATE);
            filters.dates().from().ifPresent(day -> range.put("gte", day.toString()));
            filters.dates().to().ifPresent(day -> range.put("lte", day.toString()));
        }
        ArrayNode mustNot = Json.mapper().createArrayNode();
        anyOf(
                mustNot,
                Fields.SERIES,
                scope.except().stream().map(SeriesUid::value).toList());
        scope.exceptPatient().ifPresent(patient -> mustNot.add(term(Fields.PATIENT, patient.value())));
        if (!mustNot.isEmpty()) {
            bool.set("must_not", mustNot);
        }
        return filter;
    }

    private static void anyOf(ArrayNode clauses, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = clauses.addObject().putObject("terms").putArray(field);
            values.forEach(list::add);
        }
    }

    private static ObjectNode term(String field, String value) {
        ObjectNode term = Json.mapper().createObjectNode();
        term.putObject("term").put(field, value);
        return term;
    }

    // --- what is known of series

    @Override
    public Map<SeriesKey, Description> describe(Collection<SeriesKey> series) {
        Map<SeriesKey, Description> known = new HashMap<>(found);
        known.keySet().retainAll(Set.copyOf(series));
        List<SeriesKey> others =
                series.stream().filter(key -> !known.containsKey(key)).toList();
        if (others.isEmpty()) {
            return known;
        }
        ObjectNode body = Json.mapper().createObjectNode().put("size", others.size());
        body.set("query", anyOf(others));
        ArrayNode source = body.putArray("_source");
        SeriesSource.DESCRIPTION.forEach(source::add);
        for (JsonNode hit : hits(search(Index.SERIES, body))) {
            known.put(SeriesSource.key(hit.path("_source")), SeriesSource.description(hit.path("_source")));
        }
        return known;
    }

    /** A query for series of any collections. */
    private static ObjectNode anyOf(Collection<SeriesKey> series) {
        Map<String, List<String>> uids = new TreeMap<>();
        for (SeriesKey key : series) {
            uids.computeIfAbsent(key.collection().value(), collection -> new ArrayList<>())
                    .add(key.series().value());
        }
        ObjectNode query = Json.mapper().createObjectNode();
        ArrayNode should = query.putObject("bool").putArray("should");
        uids.forEach((collection, ofCollection) -> {
            ArrayNode both = should.addObject().putObject("bool").putArray("filter");
            both.add(term(Fields.COLLECTION, collection));
            anyOf(both, Fields.SERIES, ofCollection);
        });
        return query;
    }

    // --- requests

    private String name(Index index) {
        return index.of(model.fingerprint());
    }

    private SearchCluster.Answer search(Index index, ObjectNode body) {
        SearchCluster.Answer answer =
                cluster.post("/" + name(index) + "/_search?" + ALLOW_PARTIAL_RESULTS + "=false", body);
        requireThere(answer);
        return answer;
    }

    private static JsonNode hits(SearchCluster.Answer answer) {
        return answer.json().path("hits").path("hits");
    }

    private void requireThere(SearchCluster.Answer answer) {
        if (answer.isMissing()) {
            throw new CodedException(
                    ErrorCode.INDEX_UNAVAILABLE, "the indices of model " + model.fingerprint() + " are gone");
        }
        if (!answer.isOk()) {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "OpenSearch refused a search: " + answer.error());
        }
    }
}
