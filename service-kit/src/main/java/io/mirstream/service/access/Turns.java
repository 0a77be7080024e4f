package io.mirstream.service.access;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Some work at a time; some more waits, for a while; the rest is refused. */
public final class Turns {
    private final Semaphore running;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int mayWait;
    private final Duration patience;

    /**
     * @param mayRun at a time
     * @param mayWait beside those
     * @param patience of one that waits
     */
    public Turns(int mayRun, int mayWait, Duration patience) {
        running = new Semaphore(mayRun, true);
        this.mayWait = mayWait;
        this.patience = patience;
    }

    /** @throws CodedException {@code SERVICE_BUSY} */
    public <T> T run(Supplier<T> work) {
        if (!running.tryAcquire()) {
            await();
        }
        try {
            return work.get();
        } finally {
            running.release();
        }
    }

    private void await() {
        try {
            if (waiting.incrementAndGet() > mayWait || !running.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CodedException(ErrorCode.SERVICE_BUSY, "as many searches as allowed are being answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.SERVICE_BUSY, "stopped while waiting for a turn", e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** How many wait. */
    public int waiting() {
        return waiting.get();
    }
}
