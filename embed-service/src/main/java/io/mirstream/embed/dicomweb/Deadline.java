package io.mirstream.embed.dicomweb;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.time.Duration;

/**
 * When fetching a study must be done: a peer that sends a byte now and then would else hold a worker for ever.
 *
 * @param nanos of {@link System#nanoTime}
 */
record Deadline(long nanos) {
    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /**
     * The shorter of {@code most} and what is left.
     *
     * @throws CodedException {@code LOCATION_UNREADABLE} when nothing is left
     */
    Duration atMost(Duration most) {
        Duration left = Duration.ofNanos(nanos - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "fetching the study took longer than it may");
        }
        return left.compareTo(most) < 0 ? left : most;
    }
}
