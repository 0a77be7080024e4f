package io.mirstream.ingest.admission;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.json.Json;
import java.net.URI;
import java.util.Optional;

/** What can be said of a study event by itself, without knowing what came before it. */
public final class StudyEventRules {
    /** Largest event data, in bytes: as large as a broker takes by default; a valid event has less. */
    public static final int MAX_EVENT_BYTES = 1 << 20;

    private final AllowedLocations allowed;

    public StudyEventRules(AllowedLocations allowed) {
        this.allowed = allowed;
    }

    /**
     * The event data.
     *
     * @throws CodedException {@code EVENT_TOO_LARGE}, {@code EVENT_MALFORMED}, {@code EVENT_INVALID}
     */
    public StudyEvent read(StudyEventType type, byte[] data) {
        if (data == null || data.length == 0) {
            throw new CodedException(ErrorCode.EVENT_MALFORMED, "the event has no data");
        }
        if (data.length > MAX_EVENT_BYTES) {
            throw new CodedException(
                    ErrorCode.EVENT_TOO_LARGE, "the event data has more than " + MAX_EVENT_BYTES + " bytes");
        }
        StudyEvent event = Json.read(data, StudyEvent.class);
        if (needsLocation(type) && event.location().isEmpty()) {
            throw new CodedException(ErrorCode.EVENT_INVALID, "location is required");
        }
        return event;
    }

    /**
     * The same event with its location as it will be read; a retraction names none.
     *
     * @throws CodedException {@code LOCATION_SCHEME_UNSUPPORTED}, {@code LOCATION_FORBIDDEN}, {@code STUDY_UID_MISMATCH}
     */
    public StudyEvent authorise(StudyEventType type, StudyEvent event) {
        if (!needsLocation(type)) {
            return StudyEvent.of(event.studyInstanceUid()).inCollection(event.collection());
        }
        Optional<URI> location = event.location().map(uri -> allowed.authorise(uri, event.studyInstanceUid()));
        return new StudyEvent(
                event.studyInstanceUid(),
                location,
                event.series(),
                event.expectedInstances(),
                event.collection(),
                event.reportText(),
                event.labels(),
                event.patientKey());
    }

    private static boolean needsLocation(StudyEventType type) {
        return switch (type) {
            case ARRIVED, AMENDED -> true;
            case RETRACTED -> false;
        };
    }
}
