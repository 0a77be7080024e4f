package io.mirstream.ingest.intake;

import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.ingest.admission.EventIdentity;

/**
 * An event that keeps the rules so far.
 *
 * @param data as it was received, for a dead letter if a later step refuses
 */
record ValidEvent(EventIdentity identity, StudyEventType type, StudyEvent study, byte[] data) implements Verdict {
    ValidEvent with(StudyEvent authorised) {
        return new ValidEvent(identity, type, authorised, data);
    }
}
