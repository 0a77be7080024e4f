package io.mirstream.query.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.query.search.Description;
import io.mirstream.query.search.SeriesKey;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is read from documents. */
final class SeriesSource {
    /** Of every document: whose it is. */
    static final List<String> KEY = List.of(Fields.SERIES, Fields.COLLECTION);

    /** Of a series' document: {@link #KEY}, what its description needs, and which revision it is. */
    static final List<String> DESCRIPTION = List.of(
            Fields.SERIES,
            Fields.COLLECTION,
            Fields.STUDY,
            Fields.MODALITY,
            Fields.BODY_PART,
            Fields.STUDY_DATE,
            Fields.LABELS,
            Fields.SLICES,
            Fields.REPORT_TEXT,
            Fields.REVISION);

    private SeriesSource() {}

    /** A series' document as it was when it was found. */
    record Found(Description description, long revision) {}

    static Found found(JsonNode source) {
        return new Found(description(source), source.path(Fields.REVISION).asLong());
    }

    static SeriesKey key(JsonNode source) {
        return new SeriesKey(
                new CollectionName(source.path(Fields.COLLECTION).asText()),
                new SeriesUid(source.path(Fields.SERIES).asText()));
    }

    static Description description(JsonNode source) {
        Map<String, String> labels = new HashMap<>();
        for (JsonNode label : source.path(Fields.LABELS)) {
            String text = label.asText();
            int equals = text.indexOf('=');
            labels.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return new Description(
                new StudyUid(source.path(Fields.STUDY).asText()),
                text(source, Fields.MODALITY),
                text(source, Fields.BODY_PART),
                text(source, Fields.STUDY_DATE).map(LocalDate::parse),
                labels,
                source.path(Fields.SLICES).asInt(),
                text(source, Fields.REPORT_TEXT));
    }

    static Optional<Vector> vector(JsonNode source, String field) {
        return source.has(field) ? Optional.of(vector(source.path(field))) : Optional.empty();
    }

    private static Vector vector(JsonNode values) {
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) values.get(i).asDouble();
        }
        return Vector.of(vector);
    }

    static Optional<String> text(JsonNode source, String field) {
        return source.has(field) ? Optional.of(source.path(field).asText()) : Optional.empty();
    }
}
