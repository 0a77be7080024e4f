package io.mirstream.embed.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer as a stream whose reads end in time; the client's own stream waits for ever. Asks for more only
 * when it was read, so that no more than a few buffers are held.
 */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {
    private sealed interface Event {}

    private record Data(List<ByteBuffer> buffers) implements Event {}

    private record End() implements Event {}

    private record Failure(Throwable cause) implements Event {}

    private final Duration readTimeout;
    private final Deadline deadline;
    private final BlockingQueue<Event> arrived = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> current = new ArrayDeque<>();
    private volatile Flow.Subscription subscription;
    private volatile boolean closed;
    private boolean ended;

    TimedBody(Duration readTimeout, Deadline deadline) {
        this.readTimeout = readTimeout;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscribed) {
        subscription = subscribed;
        if (closed) {
            subscribed.cancel();
        } else {
            subscribed.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(new Data(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        arrived.add(new Failure(cause));
    }

    @Override
    public void onComplete() {
        arrived.add(new End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws HttpTimeoutException when nothing comes for too long */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (current.isEmpty() && !ended) {
            take();
        }
        ByteBuffer next = current.peek();
        if (next == null) {
            return -1;
        }
        int copied = Math.min(length, next.remaining());
        next.get(target, offset, copied);
        if (!next.hasRemaining()) {
            current.remove();
            if (current.isEmpty()) {
                subscription.request(1);
            }
        }
        return copied;
    }

    private void take() throws IOException {
        switch (await()) {
            case Data data -> {
                data.buffers().stream().filter(ByteBuffer::hasRemaining).forEach(current::add);
                if (current.isEmpty()) {
                    subscription.request(1);
                }
            }
            case End end -> ended = true;
            case Failure failure -> throw new IOException("the answer broke off", failure.cause());
        }
    }

    private Event await() throws IOException {
        try {
            Event event = arrived.poll(deadline.atMost(readTimeout).toNanos(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new HttpTimeoutException("nothing came for too long");
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        closed = true;
        if (subscription != null && !ended) {
            subscription.cancel();
        }
    }
}
