package io.mirstream.service.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How often each caller may ask: a bucket of tokens that fills evenly. */
public final class RateLimits {
    /** Callers that are remembered: keys are few, tokens may name anybody. Who is forgotten starts with a full bucket. */
    private static final int MAX_CALLERS = 10_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private final double perSecond;
    private final int burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_CALLERS;
        }
    };

    private static final class Bucket {
        private double tokens;
        private long filledAt;

        Bucket(double tokens, long filledAt) {
            this.tokens = tokens;
            this.filledAt = filledAt;
        }
    }

    /**
     * @param perSecond requests in the long run
     * @param burst requests at once after a pause
     * @param nanos a clock for durations
     */
    public RateLimits(double perSecond, int burst, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanos = nanos;
    }

    /** Zero when the caller may ask now; else how long until it may, and this time does not count. */
    public Duration take(String caller) {
        return take(caller, 1);
    }

    /** The same for many requests at once, all of them or none; more than the burst never may. */
    public synchronized Duration take(String caller, int requests) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(caller, name -> new Bucket(burst, now));
        double passed = (now - bucket.filledAt) / NANOS_PER_SECOND;
        bucket.tokens = Math.min(burst, bucket.tokens + passed * perSecond);
        bucket.filledAt = now;
        if (bucket.tokens >= requests) {
            bucket.tokens -= requests;
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((requests - bucket.tokens) / perSecond * NANOS_PER_SECOND));
    }
}
