package io.mirstream.bench.search;

import io.mirstream.bench.embed.ProcessUsage;
import io.mirstream.standalone.cli.Console;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Until the JIT compilers of all processes have little left to do: a service that runs for days has long been there. */
final class WarmUp {
    /** Share of the processor time that compilers may still take. */
    private static final double COMPILING = 0.02;

    private static final Duration PASS = Duration.ofSeconds(5);
    private static final int PASSES = 24;

    private final List<Long> processes;
    private final Console console;

    /** @param processes by their ids */
    WarmUp(List<Long> processes, Console console) {
        this.processes = processes;
        this.console = console;
    }

    /** @param request is answered again and again, one after the other */
    void run(Runnable request) {
        for (int pass = 0; pass < PASSES; pass++) {
            List<ProcessUsage> before = usage();
            long start = System.nanoTime();
            while (System.nanoTime() - start < PASS.toNanos()) {
                request.run();
            }
            double share = compilers(before, usage());
            console.progress(String.format(Locale.ROOT, "warming up: compilers take %.3f", share));
            if (share <= COMPILING) {
                return;
            }
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
