package io.mirstream.embed.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sessions over the same graph, one a device. Owns them. Safe for use by many threads. */
final class Sessions implements AutoCloseable {
    private final Execution execution;
    private final List<Slot> slots = new ArrayList<>();

    /** @param sessions in the order of the execution's devices, or the one of the processor */
    Sessions(Execution execution, List<OrtSession> sessions) {
        this.execution = execution;
        for (OrtSession session : sessions) {
            slots.add(new Slot(NativeHandles.opened(session)));
        }
    }

    private static final class Slot {
        private final OrtSession session;
        private int running;
        private long started;

        Slot(OrtSession session) {
            this.session = session;
        }
    }

    /** A session for one run. It is given back by closing the lease, not the session. */
    final class Lease implements AutoCloseable {
        private final Slot slot;

        private Lease(Slot slot) {
            this.slot = slot;
        }

        OrtSession session() {
            return slot.session;
        }

        @Override
        public void close() {
            synchronized (slots) {
                slot.running--;
            }
        }
    }

    Execution execution() {
        return execution;
    }

    /** Any of them: they have the same graph. */
    OrtSession first() {
        return slots.getFirst().session;
    }

    int size() {
        return slots.size();
    }

    /** The session with the fewest runs under way; of several, the one with the fewest so far. */
    Lease next() {
        synchronized (slots) {
            return lease(slots.stream()
                    .min(Comparator.<Slot>comparingInt(slot -> slot.running).thenComparingLong(slot -> slot.started))
                    .orElseThrow());
        }
    }

    /** @param index of the device in the execution */
    Lease at(int index) {
        synchronized (slots) {
            return lease(slots.get(index));
        }
    }

    private Lease lease(Slot slot) {
        slot.running++;
        slot.started++;
        return new Lease(slot);
    }

    /** Runs of each session so far. */
    List<Long> started() {
        synchronized (slots) {
            return slots.stream().map(slot -> slot.started).toList();
        }
    }

    @Override
    public void close() {
        OrtException failure = null;
        for (Slot slot : slots) {
            try {
                slot.session.close();
                NativeHandles.closed();
            } catch (OrtException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw new CodedException(ErrorCode.INTERNAL, "closing the model failed", failure);
        }
    }
}
