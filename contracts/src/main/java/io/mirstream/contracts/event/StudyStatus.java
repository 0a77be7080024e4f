package io.mirstream.contracts.event;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
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
        Instant updatedAt) {
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
    }
}
