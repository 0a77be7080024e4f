package io.mirstream.embed.work;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.embed.publish.StudyResult;
import java.time.Clock;
import java.time.Duration;

/** Decides by the kind of a failure: TRANSIENT is tried again, what is left of it and BUG fail the study. */
final class RetryingStudyEmbedder implements StudyEmbedder {
    private final StudyEmbedder embedder;
    private final int attempts;
    private final Duration backoff;
    private final Clock clock;

    /**
     * @param attempts in all
     * @param backoff before the second attempt; doubles each time
     */
    RetryingStudyEmbedder(StudyEmbedder embedder, int attempts, Duration backoff, Clock clock) {
        this.embedder = embedder;
        this.attempts = attempts;
        this.backoff = backoff;
        this.clock = clock;
    }

    @Override
    public StudyResult embed(EmbedRequest request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return embedder.embed(request);
            } catch (CodedException e) {
                switch (e.kind()) {
                    case TRANSIENT -> {
                        if (attempt >= attempts) {
                            return LocalStudyEmbedder.failedWith(request, e, clock);
                        }
                        pause(backoff.multipliedBy(1L << (attempt - 1)));
                    }
                    case INPUT, BUG -> {
                        return LocalStudyEmbedder.failedWith(request, e, clock);
                    }
                    case EXTERNAL -> throw e;
                }
            } catch (RuntimeException e) {
                CodedException bug = new CodedException(
                        ErrorCode.INTERNAL,
                        "embedding failed in a way that it should not: "
                                + e.getClass().getSimpleName(),
                        e);
                return LocalStudyEmbedder.failedWith(request, bug, clock);
            }
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "stopped while waiting to try again", e);
        }
    }
}
