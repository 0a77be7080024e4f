package io.mirstream.query.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.search.Filters;
import io.mirstream.service.opensearch.SearchCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the live index says of its series besides their vectors. */
public final class OpenSearchCatalog {
    /** Of a study. */
    private static final int MAX_SERIES = 1_000;

    /** Values of a field that are offered: the commonest. */
    private static final int MAX_VALUES = 50;

    private static final int MAX_COLLECTIONS = 1_000;

    private static final String VALUES = "values";

    private static final List<String> DESCRIBED = List.of(
            Fields.SERIES,
            Fields.COLLECTION,
            Fields.STUDY,
            Fields.MODALITY,
            Fields.BODY_PART,
            Fields.STUDY_DATE,
            Fields.LABELS,
            Fields.SLICES,
            Fields.ROWS,
            Fields.COLUMNS,
            Fields.SPACING_MM,
            Fields.ORIENTATION,
            Fields.FINDINGS,
            Fields.REPORT_TEXT);

    private final SearchCluster cluster;

    public OpenSearchCatalog(SearchCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A series as it was read.
     *
     * @param spacingMm between columns, rows and slices
     * @param findings codes of what was odd about it, and did not hinder
     */
    public record DescribedSeries(
            SeriesUid seriesInstanceUid,
            Optional<String> modality,
            Optional<String> bodyPart,
            Optional<String> studyDate,
            List<String> labels,
            int slices,
            int rows,
            int columns,
            List<Double> spacingMm,
            Optional<String> orientation,
            List<String> findings,
            Optional<String> reportText) {}

    /** A value of a field, and how many series have it. */
    public record ValueCount(String value, long series) {}

    /**
     * What filters can choose from, the commonest first. What is counted for one filter fits all others that are set.
     *
     * @param collections also those of replays, which are searched when they are named
     * @param labels as {@code name=value}
     */
    public record Facets(
            List<ValueCount> collections,
            List<ValueCount> bodyParts,
            List<ValueCount> modalities,
            List<ValueCount> labels) {}

    /** @param collections those that are looked at; all when empty */
    public List<DescribedSeries> series(StudyUid study, List<CollectionName> collections) {
        ObjectNode request = Json.mapper().createObjectNode().put("size", MAX_SERIES);
        ArrayNode source = request.putArray("_source");
        DESCRIBED.forEach(source::add);
        ArrayNode filter = within(collections, request);
        filter.add(Clauses.term(Fields.STUDY, study.value()));
        List<DescribedSeries> series = new ArrayList<>();
        for (JsonNode hit : search(request).path("hits").path("hits")) {
            series.add(described(hit.path("_source")));
        }
        return series;
    }

    private static DescribedSeries described(JsonNode source) {
        List<Double> spacing = new ArrayList<>();
        source.path(Fields.SPACING_MM).forEach(mm -> spacing.add(mm.asDouble()));
        return new DescribedSeries(
                new SeriesUid(source.path(Fields.SERIES).asText()),
                SeriesSource.text(source, Fields.MODALITY),
                SeriesSource.text(source, Fields.BODY_PART),
                SeriesSource.text(source, Fields.STUDY_DATE),
                texts(source.path(Fields.LABELS)),
                source.path(Fields.SLICES).asInt(),
                source.path(Fields.ROWS).asInt(),
                source.path(Fields.COLUMNS).asInt(),
                spacing,
                SeriesSource.text(source, Fields.ORIENTATION),
                texts(source.path(Fields.FINDINGS)),
                SeriesSource.text(source, Fields.REPORT_TEXT));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /**
     * @param collections those that are looked at; all when empty
     * @param filters that are set
     */
    public Facets facets(List<CollectionName> collections, Filters filters) {
        ObjectNode request = Json.mapper().createObjectNode().put("size", 0);
        Clauses.dated(within(collections, request), filters.dates());
        ObjectNode counts = request.putObject("aggs");
        count(counts, Fields.COLLECTION, MAX_COLLECTIONS, filters.in(List.of()));
        count(counts, Fields.BODY_PART, MAX_VALUES, filters.withoutBodyParts());
        count(counts, Fields.MODALITY, MAX_VALUES, filters.withoutModalities());
        count(counts, Fields.LABELS, MAX_VALUES, filters.withoutLabels());
        JsonNode found = search(request).path("aggregations");
        return new Facets(
                values(found, Fields.COLLECTION),
                values(found, Fields.BODY_PART),
                values(found, Fields.MODALITY),
                values(found, Fields.LABELS));
    }

    private static void count(ObjectNode counts, String field, int most, Filters others) {
        ObjectNode facet = counts.putObject(field);
        ObjectNode fitting = facet.putObject("filter").putObject("bool");
        Clauses.matching(fitting.putArray("filter"), others);
        if (!field.equals(Fields.COLLECTION)) {
            Clauses.withoutReplays(fitting.putArray("must_not"), others);
        }
        facet.putObject("aggs")
                .putObject(VALUES)
                .putObject("terms")
                .put("field", field)
                .put("size", most);
    }

    private static List<ValueCount> values(JsonNode found, String field) {
        List<ValueCount> values = new ArrayList<>();
        for (JsonNode bucket : found.path(field).path(VALUES).path("buckets")) {
            values.add(new ValueCount(
                    bucket.path("key").asText(), bucket.path("doc_count").asLong()));
        }
        return values;
    }

    private static ArrayNode within(List<CollectionName> collections, ObjectNode request) {
        ArrayNode filter = request.putObject("query").putObject("bool").putArray("filter");
        Clauses.anyOf(
                filter,
                Fields.COLLECTION,
                collections.stream().map(CollectionName::value).toList());
        return filter;
    }

    private JsonNode search(ObjectNode request) {
        SearchCluster.Answer answer = cluster.post("/" + Index.SERIES.alias() + "/_search", request);
        if (!answer.isOk() && !answer.isMissing()) { // missing: nothing was ever indexed
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "OpenSearch refused: " + answer.error());
        }
        return answer.json();
    }
}
