package io.mirstream.standalone.study;

import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyStatus;
import java.util.Optional;

/**
 * A study on its way.
 *
 * @param eventId of the event that was sent, or that was sent before
 * @param status what is known of it
 * @param sent false when the same event had been sent before, and the study can be searched
 */
public record Submission(
        StudyEventType type, StudyEvent event, String eventId, Optional<StudyStatus> status, boolean sent) {
    Submission with(StudyStatus known) {
        return new Submission(type, event, eventId, Optional.of(known), sent);
    }

    public boolean isDone() {
        return status.filter(known -> known.state().isFinal()).isPresent();
    }
}
