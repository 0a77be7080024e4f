package io.mirstream.ingest.service;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.ingest.consume.BatchLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** A consuming loop on a thread of its own, once what it depends on is there. */
final class ConsumingPart implements Part {
    private static final Logger LOG = Logger.getLogger(ConsumingPart.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final Supplier<BatchLoop> prepare;
    private final Duration backoff;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile ErrorCode unprepared = ErrorCode.INDEX_UNAVAILABLE;
    private volatile BatchLoop loop;

    /** @param prepare verifies what the loop depends on, and makes the loop; tried again until it succeeds */
    ConsumingPart(String name, Supplier<BatchLoop> prepare, Duration backoff) {
        this.name = name;
        this.prepare = prepare;
        this.backoff = backoff;
        thread = Thread.ofPlatform().name(name).start(this::run);
    }

    private void run() {
        while (running && loop == null) {
            try {
                loop = prepare.get();
                unprepared = null;
            } catch (CodedException e) {
                waitFor(e.code(), e);
            } catch (KafkaException e) {
                waitFor(ErrorCode.BROKER_UNAVAILABLE, e); // a client cannot be made, such as for a name unknown so far
            }
        }
        if (running && loop != null) {
            loop.run();
        }
    }

    private void waitFor(ErrorCode code, RuntimeException reason) {
        if (unprepared != code) {
            LOG.warnf("not started yet part=%s errorCode=%s %s", name, code, reason.getMessage());
        }
        unprepared = code;
        try {
            Thread.sleep(backoff);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isReady() {
        return loop != null && loop.isAlive() && loop.trouble().isEmpty();
    }

    @Override
    public Optional<ErrorCode> trouble() {
        return loop == null ? Optional.ofNullable(unprepared) : loop.trouble();
    }

    @Override
    public void close() {
        running = false;
        if (loop == null) {
            thread.interrupt();
        } else {
            loop.stop();
        }
        try {
            thread.join(STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
