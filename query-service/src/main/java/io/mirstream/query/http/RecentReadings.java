package io.mirstream.query.http;

import io.mirstream.contracts.id.SeriesUid;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Who looked at which series not long ago: looking at its next image is the same reading. */
final class RecentReadings {
    /** Who is forgotten is told of once more. */
    private static final int MAX_READINGS = 10_000;

    private final Duration length;
    private final LongSupplier nanos;
    private final Map<Reading, Long> begun = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Reading, Long> eldest) {
            return size() > MAX_READINGS;
        }
    };

    private record Reading(String caller, SeriesUid series) {}

    /**
     * @param length of a reading, from its first image
     * @param nanos a clock for durations
     */
    RecentReadings(Duration length, LongSupplier nanos) {
        this.length = length;
        this.nanos = nanos;
    }

    /** Whether this begins a reading. */
    synchronized boolean isFirst(String caller, SeriesUid series) {
        Reading reading = new Reading(caller, series);
        long now = nanos.getAsLong();
        Long before = begun.get(reading);
        if (before != null && now - before < length.toNanos()) {
            return false;
        }
        begun.remove(reading); // and is the newest from now on
        begun.put(reading, now);
        return true;
    }
}
