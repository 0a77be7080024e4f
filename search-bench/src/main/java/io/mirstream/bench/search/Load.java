package io.mirstream.bench.search;

import io.mirstream.standalone.home.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Requests at fixed times, whether those before were answered or not. A latency begins when its request was due: one that
 * waits because others are slow is slow itself (no coordinated omission).
 *
 * @param perSecond requests
 */
record Load(int perSecond) {
    private static final double NANOS_PER_MS = 1e6;

    /** @param request sends the request of a number, from 0, and returns when it is answered */
    Latencies run(int count, IntConsumer request) throws InterruptedException {
        long period = Duration.ofSeconds(1).toNanos() / perSecond;
        List<Future<Double>> answered = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime() + period;
            for (int i = 0; i < count; i++) {
                int number = i;
                long due = start + i * period;
                sleepUntil(due);
                answered.add(threads.submit(() -> {
                    request.accept(number);
                    return (System.nanoTime() - due) / NANOS_PER_MS;
                }));
            }
            Latencies latencies = new Latencies();
            for (Future<Double> each : answered) {
                latencies.add(each.get());
            }
            return latencies;
        } catch (ExecutionException e) {
            throw new Failure("a request failed: " + e.getCause().getMessage(), e);
        }
    }

    private static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
