package io.mirstream.embed.onnx;

import ai.onnxruntime.OrtSession;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many sessions, tensors and results of ONNX Runtime are open in this process. Their memory is not the heap's: one that
 * is not closed is lost.
 */
public final class NativeHandles {
    private static final AtomicLong OPEN = new AtomicLong();

    private NativeHandles() {}

    /** Open ones, of all models. */
    public static long open() {
        return OPEN.get();
    }

    /** Of one that is closed elsewhere, with {@link #closed()} after it. */
    static <T> T opened(T handle) {
        OPEN.incrementAndGet();
        return handle;
    }

    static void closed() {
        OPEN.decrementAndGet();
    }

    /** Of one that a block owns. */
    static <T> Owned<T> owned(T handle, Runnable close) {
        OPEN.incrementAndGet();
        return new Owned<>(handle, close);
    }

    /** Of what a run gave. */
    static Owned<OrtSession.Result> ofRun(OrtSession.Result result) {
        return owned(result, result::close);
    }

    record Owned<T>(T handle, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
            closed();
        }
    }
}
