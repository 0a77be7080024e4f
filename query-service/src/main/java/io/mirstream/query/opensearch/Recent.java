package io.mirstream.query.opensearch;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What was looked up a moment ago. While it is asked for all the time nobody waits for it: it is looked up anew on the side
 * when half of its time is over.
 */
final class Recent<T> {
    private final Supplier<T> look;
    private final Duration fresh;
    private final LongSupplier nanos;
    private final Executor aside;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Seen<T> seen;

    /**
     * @param fresh how old it may be
     * @param nanos a clock for durations
     * @param aside looks on the side
     */
    Recent(Supplier<T> look, Duration fresh, LongSupplier nanos, Executor aside) {
        this.look = look;
        this.fresh = fresh;
        this.nanos = nanos;
        this.aside = aside;
    }

    private record Seen<T>(T value, long at) {}

    /** Throws what looking throws, unless what was seen before is fresh enough. */
    T get() {
        Seen<T> last = seen;
        long age = last == null ? Long.MAX_VALUE : nanos.getAsLong() - last.at();
        if (age >= fresh.toNanos()) {
            return look();
        }
        if (age >= fresh.toNanos() / 2 && looking.compareAndSet(false, true)) {
            aside.execute(this::lookAside);
        }
        return last.value();
    }

    private T look() {
        long now = nanos.getAsLong(); // before: what changes meanwhile may not have been seen
        T value = look.get();
        seen = new Seen<>(value, now);
        return value;
    }

    private void lookAside() {
        try {
            look();
        } catch (RuntimeException e) {
            // who asks when it is too old looks again, and is told
        } finally {
            looking.set(false);
        }
    }
}
