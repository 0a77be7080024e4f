package io.mirstream.embed.work;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Counts the processor time that one stage of the work takes of the threads that it shares with others. */
final class ProcessorTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Counter seconds;

    ProcessorTime(MeterRegistry meters, String stage) {
        seconds = Counter.builder("mirstream.embed.cpu")
                .baseUnit("seconds")
                .tag("stage", stage)
                .register(meters);
    }

    <T> T of(Supplier<T> work) {
        long before = THREADS.getCurrentThreadCpuTime();
        try {
            return work.get();
        } finally {
            seconds.increment((double) (THREADS.getCurrentThreadCpuTime() - before) / TimeUnit.SECONDS.toNanos(1));
        }
    }
}
