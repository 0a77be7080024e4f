package io.mirstream.service.audit;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.AuditEvent;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Hands audit records to a sink in the background, from a queue of fixed room. */
public final class AuditTrail implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AuditTrail.class);

    /** A record that is not kept by then shows that the sink does not keep any. */
    private static final Duration FAILING_AFTER = Duration.ofSeconds(10);

    /** Between two attempts to send a record. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final AuditSink sink;
    private final Options options;
    private final LongSupplier nanos;
    private final BlockingQueue<Pending> queue;
    private final AtomicLong kept = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong pending = new AtomicLong();
    private volatile long progressAt;
    private volatile boolean closed;
    private final Thread sender;

    /**
     * How.
     *
     * @param room records that may wait for the sink
     * @param required whether answers wait until they are audited, and are not given otherwise
     * @param patience of an answer that waits
     */
    public record Options(int room, boolean required, Duration patience) {}

    private record Pending(AuditEvent event, CompletableFuture<Void> done) {}

    /** @param nanos a clock for durations */
    public AuditTrail(AuditSink sink, Options options, LongSupplier nanos) {
        this.sink = sink;
        this.options = options;
        this.nanos = nanos;
        queue = new ArrayBlockingQueue<>(options.room());
        progressAt = nanos.getAsLong();
        sender = Thread.ofPlatform().daemon().name("mirstream-audit").start(this::send);
    }

    /** Never waits: a record for which there is no room is lost, and counted. */
    public void keep(AuditEvent event) {
        enqueue(event, new CompletableFuture<>());
    }

    /**
     * Before an answer is given: waits for the record when that is required.
     *
     * @param mayWait whether this thread may
     * @throws CodedException {@code BROKER_UNAVAILABLE} when the answer must not be given
     */
    public void keepBeforeAnswer(AuditEvent event, boolean mayWait) {
        boolean failing = isFailing();
        CompletableFuture<Void> done = new CompletableFuture<>();
        enqueue(event, done);
        if (!options.required()) {
            return;
        }
        if (failing || !mayWait) {
            throw notAudited(null);
        }
        try {
            done.get(options.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw notAudited(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notAudited(e);
        }
    }

    private static CodedException notAudited(Exception cause) {
        return new CodedException(
                ErrorCode.BROKER_UNAVAILABLE, "what is asked for cannot be audited, and must be", cause);
    }

    private void enqueue(AuditEvent event, CompletableFuture<Void> done) {
        if (pending.getAndIncrement() == 0) {
            progressAt = nanos.getAsLong();
        }
        if (closed || !queue.offer(new Pending(event, done))) {
            lose(done);
        }
    }

    private void lose(CompletableFuture<Void> done) {
        pending.decrementAndGet();
        if (lost.getAndIncrement() == 0) {
            LOG.errorf("audit records are lost errorCode=%s", ErrorCode.BROKER_UNAVAILABLE);
        }
        done.completeExceptionally(new IllegalStateException("lost"));
    }

    private void send() {
        while (!closed || !queue.isEmpty()) {
            try {
                Pending next = queue.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(next);
                }
            } catch (InterruptedException e) {
                return; // closed, and out of time
            }
        }
    }

    private void send(Pending next) throws InterruptedException {
        while (true) {
            try {
                var unused = sink.send(next.event()).whenComplete((kept, failure) -> {
                    if (failure == null) {
                        keep(next);
                    } else {
                        LOG.debugf(failure, "an audit record is refused");
                        lose(next.done());
                    }
                });
                return;
            } catch (RuntimeException e) {
                LOG.debugf(e, "an audit record is not taken yet");
                if (closed) {
                    lose(next.done());
                    return;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private void keep(Pending next) {
        kept.incrementAndGet();
        pending.decrementAndGet();
        progressAt = nanos.getAsLong();
        next.done().complete(null);
    }

    /** Whether records wait, and none was kept for a while. */
    public boolean isFailing() {
        return pending.get() > 0 && nanos.getAsLong() - progressAt > FAILING_AFTER.toNanos();
    }

    /** Whether answers depend on it. */
    public boolean isRequired() {
        return options.required();
    }

    /** Records that are kept. */
    public long kept() {
        return kept.get();
    }

    /** Records that are not, and will not be. */
    public long lost() {
        return lost.get();
    }

    /** Records that may be yet. */
    public long pending() {
        return pending.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (!sender.join(Duration.ofSeconds(5))) {
                sender.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }
}
