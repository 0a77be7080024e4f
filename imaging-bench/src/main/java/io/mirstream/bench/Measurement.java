package io.mirstream.bench;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Of one benchmark in a process of its own.
 *
 * @param millis of the fastest call: other work on the machine only ever adds
 * @param bytes allocated per call
 */
record Measurement(double millis, double bytes) {
    private static final TimeValue WARM_UP = TimeValue.seconds(4);

    private static final TimeValue ITERATION = TimeValue.seconds(1);
    private static final int ITERATIONS = 5;

    /** As the services run it: the serial collector. */
    private static final String[] JVM_ARGUMENTS = {
        "-XX:+UseSerialGC",
        "-Xms512m",
        "-Xmx512m",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"
    };

    static Measurement of(Class<?> benchmark, String method, String parameter, String value) {
        try {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .include("^" + benchmark.getName() + "." + method + "$")
                            .param(parameter, value)
                            .forks(1)
                            .jvmArgs(JVM_ARGUMENTS)
                            .warmupIterations(1)
                            .warmupTime(WARM_UP)
                            .measurementIterations(ITERATIONS)
                            .measurementTime(ITERATION)
                            .addProfiler(GCProfiler.class)
                            .shouldFailOnError(true)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run();
            RunResult result = results.iterator().next();
            return new Measurement(
                    result.getPrimaryResult().getStatistics().getMin(),
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        } catch (RunnerException e) {
            throw new Failure("a benchmark failed: " + e.getMessage(), e);
        }
    }

    Measurement best(Measurement other) {
        return new Measurement(Math.min(millis, other.millis), Math.min(bytes, other.bytes));
    }
}
