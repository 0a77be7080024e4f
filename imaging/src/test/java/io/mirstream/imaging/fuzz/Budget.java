package io.mirstream.imaging.fuzz;

import com.sun.management.ThreadMXBean;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorKind;
import java.lang.management.ManagementFactory;

/**
 * What reading bytes of a stranger may cost, and how it may end: with samples, or with a code that blames the sender.
 *
 * @param allocatedBytes on the calling thread; freed memory counts, too
 */
record Budget(long allocatedBytes) {
    /** Of the thread, so that other processes do not count; the largest input of a fuzzer is a fraction of a slice. */
    private static final long MAX_NANOS = 1_000_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Cost(long nanos, long bytes) {
        static Cost of(Runnable reading) {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long nanos = THREADS.getCurrentThreadCpuTime();
            try {
                reading.run();
            } catch (CodedException refusal) {
                requireOfTheSender(refusal);
            }
            return new Cost(
                    THREADS.getCurrentThreadCpuTime() - nanos, THREADS.getCurrentThreadAllocatedBytes() - bytes);
        }
    }

    /**
     * Fails with an {@link AssertionError} when {@code reading} does anything but what it may. What is over the budget only
     * once, as loading a class is, is not.
     */
    void holdsFor(Runnable reading) {
        if (holds(Cost.of(reading))) {
            return;
        }
        Cost again = Cost.of(reading);
        if (!holds(again)) {
            throw new AssertionError("took " + again.nanos() / 1_000_000 + " ms of processor time and allocated "
                    + again.bytes() + " bytes; allowed are " + MAX_NANOS / 1_000_000 + " ms and " + allocatedBytes
                    + " bytes");
        }
    }

    private boolean holds(Cost cost) {
        return cost.nanos() <= MAX_NANOS && cost.bytes() <= allocatedBytes;
    }

    static void requireOfTheSender(CodedException refusal) {
        if (refusal.kind() != ErrorKind.INPUT) {
            throw new AssertionError("refused as if the sender were not to blame: " + refusal.code(), refusal);
        }
    }
}
