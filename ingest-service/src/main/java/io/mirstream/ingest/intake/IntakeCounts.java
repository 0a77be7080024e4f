package io.mirstream.ingest.intake;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEventType;

/** Is told what became of each event. */
public interface IntakeCounts {
    void accepted(StudyEventType type);

    /** The same event was accepted before. */
    void duplicate(StudyEventType type);

    void refused(ErrorCode code);
}
