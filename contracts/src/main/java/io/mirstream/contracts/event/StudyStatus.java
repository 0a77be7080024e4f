package io.mirstream.contracts.event;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.StudyUid;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The last known state of a study: where it is, and why it failed.
 *
 * @param revision of the event that led to this state; 0 when the study was never accepted
 * @param eventId {@code ce_id} of the sender's event that led to this state
 * @param series every series seen at the location, once it was read
 * @param errorCode why, when FAILED
 * @param model whose vectors the state is about; absent for what is true of a study whatever the model: ACCEPTED,
 *     RETRACTED, and a refusal of its event
 */
public record StudyStatus(
        StudyUid studyInstanceUid,
        CollectionName collection,
        StudyState state,
        long revision,
        String eventId,
        List<SeriesStatus> series,
        Optional<ErrorCode> errorCode,
        Optional<String> errorDetail,
        Instant updatedAt,
        Optional<ModelFingerprint> model) {
    public static final String CLOUD_EVENT_TYPE = "io.mirstream.study.status.v1";

    public StudyStatus {
        Check.required(studyInstanceUid, "studyInstanceUid");
        Check.required(collection, "collection");
        Check.required(state, "state");
        Check.that(revision >= 0, "revision", "must be 0 or more");
        Check.text(eventId, "eventId");
        series = series == null ? List.of() : List.copyOf(series);
        errorCode = Objects.requireNonNullElse(errorCode, Optional.empty());
        errorDetail = Objects.requireNonNullElse(errorDetail, Optional.empty());
        Check.that(
                errorCode.isPresent() == (state == StudyState.FAILED),
                "errorCode",
                "belongs to FAILED, and only to it");
        Check.required(updatedAt, "updatedAt");
        model = Objects.requireNonNullElse(model, Optional.empty());
    }

    /** A state whatever the model. */
    public StudyStatus(
            StudyUid studyInstanceUid,
            CollectionName collection,
            StudyState state,
            long revision,
            String eventId,
            List<SeriesStatus> series,
            Optional<ErrorCode> errorCode,
            Optional<String> errorDetail,
            Instant updatedAt) {
        this(
                studyInstanceUid,
                collection,
                state,
                revision,
                eventId,
                series,
                errorCode,
                errorDetail,
                updatedAt,
                Optional.empty());
    }

    /** The same, as one model's doing. */
    public StudyStatus by(ModelFingerprint maker) {
        return new StudyStatus(
                studyInstanceUid,
                collection,
                state,
                revision,
                eventId,
                series,
                errorCode,
                errorDetail,
                updatedAt,
                Optional.of(maker));
    }

    /**
     * Where a study is for who searches by one model. The newer revision counts; of the same one the model's state comes
     * after ACCEPTED, and else the later, as a refused event leaves the revision as it was.
     *
     * @param ofAll the last state whatever the model
     * @param ofModel the last state by that model
     */
    public static Optional<StudyStatus> latest(Optional<StudyStatus> ofAll, Optional<StudyStatus> ofModel) {
        if (ofAll.isEmpty() || ofModel.isEmpty()) {
            return ofAll.or(() -> ofModel);
        }
        StudyStatus all = ofAll.get();
        StudyStatus one = ofModel.get();
        boolean modelCounts = all.revision() != one.revision()
                ? one.revision() > all.revision()
                : all.state() == StudyState.ACCEPTED || !all.updatedAt().isAfter(one.updatedAt());
        return modelCounts ? ofModel : ofAll;
    }

    /** What its last record replaces: a study's states by one model are apart from those by another. */
    public String key() {
        return model.map(maker -> studyInstanceUid + "/" + maker).orElseGet(studyInstanceUid::value);
    }
}
