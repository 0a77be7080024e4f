package io.mirstream.ingest.intake;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEvent;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * An event that is not accepted, and why.
 *
 * @param study the event's data, if it could be read
 * @param eventId the sender's, if it was usable
 * @param data as it was received
 */
record Refusal(Optional<StudyEvent> study, Optional<String> eventId, ErrorCode code, String detail, byte[] data)
        implements Verdict {
    private static final Logger LOG = Logger.getLogger(Refusal.class);

    /** A reason that has no code is a defect of ours: it costs this event, not the ones behind it. */
    static Refusal of(Optional<StudyEvent> study, Optional<String> eventId, byte[] data, RuntimeException reason) {
        if (reason instanceof CodedException coded) {
            return new Refusal(study, eventId, coded.code(), coded.getMessage(), data);
        }
        LOG.error("study event met a defect errorCode=INTERNAL", reason);
        return new Refusal(study, eventId, ErrorCode.INTERNAL, "a defect of the ingest-service", data);
    }

    static Refusal of(ValidEvent event, RuntimeException reason) {
        return of(Optional.of(event.study()), Optional.of(event.identity().id()), event.data(), reason);
    }
}
