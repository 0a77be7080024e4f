package io.mirstream.ingest.intake;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEventType;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it was told, in words. */
final class CountedEvents implements IntakeCounts {
    final List<String> events = new ArrayList<>();

    @Override
    public void accepted(StudyEventType type) {
        events.add("accepted " + type);
    }

    @Override
    public void duplicate(StudyEventType type) {
        events.add("duplicate " + type);
    }

    @Override
    public void refused(ErrorCode code) {
        events.add("refused " + code);
    }
}
