package io.mirstream.bench.search;

import io.mirstream.bench.embed.ProcessUsage;
import io.mirstream.standalone.cli.Console;
import io.mirstream.standalone.home.Failure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Until the JIT compilers of all processes have little left to do: a service that runs for days has long been there. */
final class WarmUp {
    /** Share of the processor time that compilers may still take. */
    private static final double COMPILING = 0.02;

    private static final Duration PASS = Duration.ofSeconds(10);
    private static final int PASSES = 30;
    private static final int AT_A_TIME = 4;

    private final List<Long> processes;
    private final Console console;

    /** @param processes by their ids */
    WarmUp(List<Long> processes, Console console) {
        this.processes = processes;
        this.console = console;
    }

    /** @param request is answered again and again, some at a time */
    void run(Runnable request) throws InterruptedException {
        for (int pass = 0; pass < PASSES; pass++) {
            List<ProcessUsage> before = usage();
            repeat(request);
            double share = compilers(before, usage());
            console.progress(String.format(Locale.ROOT, "warming up: compilers take %.3f", share));
            if (share <= COMPILING) {
                return;
            }
        }
    }

    private static void repeat(Runnable request) throws InterruptedException {
        long start = System.nanoTime();
        Callable<Void> requests = () -> {
            while (System.nanoTime() - start < PASS.toNanos()) {
                request.run();
            }
            return null;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> each : threads.invokeAll(Collections.nCopies(AT_A_TIME, requests))) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new Failure("a request failed: " + e.getCause().getMessage(), e);
        }
    }

    private List<ProcessUsage> usage() {
        return processes.stream().map(ProcessUsage::of).toList();
    }

    private static double compilers(List<ProcessUsage> before, List<ProcessUsage> after) {
        double all = 0;
        double compiling = 0;
        for (int i = 0; i < before.size(); i++) {
            all += after.get(i).seconds() - before.get(i).seconds();
            compiling += after.get(i).compilersSince(before.get(i));
        }
        return compiling / all;
    }
}
