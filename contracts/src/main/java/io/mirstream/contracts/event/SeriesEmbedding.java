package io.mirstream.contracts.event;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The vectors of one series by one model; all its slices travel together.
 *
 * @param eventId {@code ce_id} of the sender's event
 * @param pooled volume vectors; AVG always
 * @param slices slice or slab vectors, foot to head, index 0, 1, 2 …
 * @param reportVector of the report text, where the model has a text tower and the study a report
 * @param study every series of this revision of the study and what became of it: when all EMBEDDED ones are in the
 *     index, the study is INDEXED
 */
public record SeriesEmbedding(
        StudyUid studyInstanceUid,
        SeriesUid seriesInstanceUid,
        CollectionName collection,
        Revision revision,
        String eventId,
        ModelRef model,
        SeriesSummary summary,
        Map<Pooling, Vector> pooled,
        List<SliceVector> slices,
        Optional<String> reportText,
        Optional<Vector> reportVector,
        Map<String, String> labels,
        Optional<PatientKey> patientKey,
        List<SeriesStatus> study) {
    public static final String CLOUD_EVENT_TYPE = "io.mirstream.series.embedded.v1";

    /** One record must fit {@code max.message.bytes}: 1,000 slices of 1,024 dimensions are 5.6 MB. */
    public static final int MAX_SLICES = 1_000;

    /**
     * @param index 0 for the one nearest to the feet
     * @param positionMm along the slice axis, in patient coordinates
     */
    public record SliceVector(int index, double positionMm, Vector vector) {
        public SliceVector {
            Check.that(index >= 0, "slices.index", "must be 0 or more");
            Check.that(Double.isFinite(positionMm), "slices.positionMm", "must be finite");
            Check.required(vector, "slices.vector");
        }
    }

    public SeriesEmbedding {
        Check.required(studyInstanceUid, "studyInstanceUid");
        Check.required(seriesInstanceUid, "seriesInstanceUid");
        Check.required(collection, "collection");
        Check.required(revision, "revision");
        Check.text(eventId, "eventId");
        Check.required(model, "model");
        Check.required(summary, "summary");
        Check.that(Check.required(pooled, "pooled").containsKey(Pooling.AVG), "pooled", "must have avg");
        pooled = Map.copyOf(new EnumMap<>(pooled));
        slices = List.copyOf(Check.required(slices, "slices"));
        Check.that(
                !slices.isEmpty() && slices.size() <= MAX_SLICES,
                "slices",
                "must have 1 to " + MAX_SLICES + " entries");
        reportText = Objects.requireNonNullElse(reportText, Optional.empty());
        reportVector = Objects.requireNonNullElse(reportVector, Optional.empty());
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        patientKey = Objects.requireNonNullElse(patientKey, Optional.empty());
        study = List.copyOf(Check.required(study, "study"));
        Check.that(!study.isEmpty(), "study", "must name at least this series");

        for (Vector vector : pooled.values()) {
            Check.that(vector.dimension() == model.dimension(), "pooled", "must have the model's dimension");
        }
        for (int i = 0; i < slices.size(); i++) {
            Check.that(slices.get(i).index() == i, "slices", "must be in order of their index");
            Check.that(
                    slices.get(i).vector().dimension() == model.dimension(),
                    "slices",
                    "must have the model's dimension");
        }
    }
}
