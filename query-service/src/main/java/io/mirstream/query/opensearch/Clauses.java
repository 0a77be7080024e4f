package io.mirstream.query.opensearch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.search.Filters;
import io.mirstream.query.search.SeriesKey;
import io.mirstream.query.search.VectorSearch.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Clauses of queries that say which documents are meant. */
final class Clauses {
    private Clauses() {}

    /** What may be found: documents that have the vector that is compared. */
    static ObjectNode within(Scope scope, String vectorField) {
        ObjectNode filter = Json.mapper().createObjectNode();
        ObjectNode bool = filter.putObject("bool");
        ArrayNode must = bool.putArray("filter");
        Filters filters = scope.filters();
        must.addObject().putObject("exists").put("field", vectorField);
        matching(must, filters);
        dated(must, filters.dates());
        ArrayNode mustNot = Json.mapper().createArrayNode();
        withoutReplays(mustNot, filters);
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

    /** All that filters say but for the dates. */
    static void matching(ArrayNode must, Filters filters) {
        anyOf(
                must,
                Fields.COLLECTION,
                filters.collections().stream().map(CollectionName::value).toList());
        anyOf(must, Fields.MODALITY, filters.modalities());
        anyOf(must, Fields.BODY_PART, filters.bodyParts());
        filters.labels().forEach((name, value) -> must.add(term(Fields.LABELS, Fields.label(name, value))));
    }

    static void dated(ArrayNode must, Filters.Dates dates) {
        if (dates.from().isPresent() || dates.to().isPresent()) {
            ObjectNode range = must.addObject().putObject("range").putObject(Fields.STUDY_DATE);
            dates.from().ifPresent(day -> range.put("gte", day.toString()));
            dates.to().ifPresent(day -> range.put("lte", day.toString()));
        }
    }

    /** A benchmark's volumes are none of a hospital's studies, unless their collection is named. */
    static void withoutReplays(ArrayNode mustNot, Filters filters) {
        if (filters.collections().isEmpty()) {
            mustNot.addObject().putObject("prefix").put(Fields.COLLECTION, CollectionName.REPLAY_PREFIX);
        }
    }

    static void anyOf(ArrayNode clauses, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = clauses.addObject().putObject("terms").putArray(field);
            values.forEach(list::add);
        }
    }

    static ObjectNode term(String field, String value) {
        ObjectNode term = Json.mapper().createObjectNode();
        term.putObject("term").put(field, value);
        return term;
    }

    /** A query for series of any collections. */
    static ObjectNode anyOf(Collection<SeriesKey> series) {
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
}
