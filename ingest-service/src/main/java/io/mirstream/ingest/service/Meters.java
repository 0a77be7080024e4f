package io.mirstream.ingest.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.ingest.index.IndexCounts;
import io.mirstream.ingest.intake.IntakeCounts;

/** Counts as metrics. */
final class Meters implements IntakeCounts, IndexCounts {
    private static final String EVENTS = "mirstream.intake.events";

    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void accepted(StudyEventType type) {
        event("accepted", type.name(), "");
    }

    @Override
    public void duplicate(StudyEventType type) {
        event("duplicate", type.name(), "");
    }

    @Override
    public void refused(ErrorCode code) {
        event("refused", "", code.name());
    }

    private void event(String outcome, String type, String errorCode) {
        registry.counter(EVENTS, "outcome", outcome, "type", type, "errorCode", errorCode)
                .increment();
    }

    @Override
    public void indexed(int series, int slices) {
        registry.counter("mirstream.index.series").increment(series);
        registry.counter("mirstream.index.slices").increment(slices);
    }

    @Override
    public void deleted(int documents) {
        registry.counter("mirstream.index.deleted.documents").increment(documents);
    }

    @Override
    public void stale() {
        registry.counter("mirstream.index.stale.records").increment();
    }

    @Override
    public void lostRace() {
        registry.counter("mirstream.index.lost.races").increment();
    }

    @Override
    public void refused() {
        registry.counter("mirstream.index.refused.series").increment();
    }
}
