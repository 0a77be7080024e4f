package io.mirstream.embed.dicomweb;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks again where that may help: an {@link IOException} may pass, a {@link CodedException} will not.
 *
 * @param attempts in all
 * @param backoff before the second attempt; doubles each time
 * @param maxRetryAfter the longest wait that a peer may ask for
 */
record Attempts(int attempts, Duration backoff, Duration maxRetryAfter) {
    /** Doubling any further makes no sense. */
    private static final int MOST_DOUBLINGS = 16;

    Attempts {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be 1 or more");
        }
    }

    /** The peer is there, and asks to come again. */
    static final class BusyException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Optional<Duration> retryAfter;

        BusyException(int status, Optional<Duration> retryAfter) {
            super("status " + status);
            this.retryAfter = retryAfter;
        }
    }

    /** What is tried. */
    interface Call<T> {
        T run() throws IOException;
    }

    /** @throws CodedException that of the call; {@code LOCATION_UNREADABLE} when the last attempt fails */
    <T> T run(Deadline deadline, Call<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.run();
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw stopped(e);
                }
                pauseOrFail(deadline, attempt, e);
            }
        }
    }

    private void pauseOrFail(Deadline deadline, int attempt, IOException failure) {
        if (attempt >= attempts) {
            throw new CodedException(
                    ErrorCode.LOCATION_UNREADABLE,
                    "the DICOMweb service did not deliver, however often asked",
                    failure);
        }
        try {
            Thread.sleep(deadline.atMost(pause(attempt, failure)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped(e);
        }
    }

    private Duration pause(int attempt, IOException failure) {
        Duration ours = backoff.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
        if (failure instanceof BusyException busy && busy.retryAfter.isPresent()) {
            Duration asked = busy.retryAfter.get();
            Duration bounded = asked.compareTo(maxRetryAfter) < 0 ? asked : maxRetryAfter;
            return bounded.compareTo(ours) > 0 ? bounded : ours;
        }
        return ours;
    }

    /** Nobody's fault: the study is done again after the next start. */
    static CodedException stopped(Exception cause) {
        return new CodedException(ErrorCode.BROKER_UNAVAILABLE, "stopped while fetching a study", cause);
    }
}
