package io.mirstream.query.opensearch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How many documents indices have: counted every now and then, not with every search. */
final class Counts {
    private final Duration fresh;
    private final LongSupplier nanos;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>(); // by index, of which there are a few a model

    /**
     * @param fresh how old a count may be
     * @param nanos a clock for durations
     */
    Counts(Duration fresh, LongSupplier nanos) {
        this.fresh = fresh;
        this.nanos = nanos;
    }

    private record Seen(long count, long at) {}

    /** @param count counts the documents; what it throws is thrown on, and not kept */
    long of(String index, LongSupplier count) {
        long now = nanos.getAsLong();
        Seen last = seen.get(index);
        if (last == null || now - last.at() >= fresh.toNanos()) {
            last = new Seen(count.getAsLong(), now);
            seen.put(index, last);
        }
        return last.count();
    }
}
