package io.mirstream.query.opensearch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How many documents indices have: counted every now and then, not with every search. */
final class Counts {
    private final Duration fresh;
    private final LongSupplier nanos;
    private final Executor aside;
    private final Map<String, Recent<Long>> byIndex = new ConcurrentHashMap<>(); // a few a model

    /**
     * @param fresh how old a count may be
     * @param nanos a clock for durations
     * @param aside counts on the side
     */
    Counts(Duration fresh, LongSupplier nanos, Executor aside) {
        this.fresh = fresh;
        this.nanos = nanos;
        this.aside = aside;
    }

    /** @param count counts the documents, now and later; what it throws is thrown on, and not kept */
    long of(String index, Supplier<Long> count) {
        return byIndex.computeIfAbsent(index, any -> new Recent<>(count, fresh, nanos, aside))
                .get();
    }
}
