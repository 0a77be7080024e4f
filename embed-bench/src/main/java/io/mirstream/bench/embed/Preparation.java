package io.mirstream.bench.embed;

import io.mirstream.embed.encode.BatchEncoder;
import io.mirstream.embed.encode.Box;
import io.mirstream.embed.encode.Part;
import io.mirstream.embed.encode.PartBuilder;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.StudyListing;
import io.mirstream.standalone.home.Failure;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Listing, decoding and preprocessing alone, one study a thread, on as many threads as there are processors. */
final class Preparation {
    private static final double NANOS = 1e9;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);
    private final BatchEncoder encoder;

    /** What comes out of one study, and the processor time of each step in seconds. */
    private record Prepared(List<float[]> tensors, double list, double decode, double reduce) {}

    /** Of all studies: seconds on the clock, and processor time. */
    record Spent(double seconds, double list, double decode, double reduce) {}

    Preparation(BatchEncoder encoder) {
        this.encoder = encoder;
    }

    /** What the model is given for a study. */
    List<float[]> tensors(Path study) {
        return prepare(study).tensors();
    }

    /** @param times that each study is prepared */
    Spent all(Studies studies, int times) throws InterruptedException {
        List<Callable<Prepared>> work = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            studies.folders().forEach(folder -> work.add(() -> prepare(folder)));
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            long start = System.nanoTime();
            List<Future<Prepared>> prepared = threads.invokeAll(work);
            double seconds = (System.nanoTime() - start) / NANOS;
            double list = 0;
            double decode = 0;
            double reduce = 0;
            for (Future<Prepared> each : prepared) {
                list += each.get().list();
                decode += each.get().decode();
                reduce += each.get().reduce();
            }
            return new Spent(seconds, list, decode, reduce);
        } catch (ExecutionException e) {
            throw new Failure("a phantom cannot be prepared: " + e.getCause().getMessage(), e);
        }
    }

    private Prepared prepare(Path study) {
        long start = THREADS.getCurrentThreadCpuTime();
        try (StudyListing listing = reader.list(study, Optional.empty())) {
            long listed = THREADS.getCurrentThreadCpuTime();
            SeriesListing series = listing.series().getFirst();
            PartBuilder builder = encoder.input().builder(series.geometry(), Box.of(series.geometry()));
            long[] decoding = {0};
            reader.read(
                    series,
                    task -> {
                        long before = THREADS.getCurrentThreadCpuTime();
                        task.run();
                        decoding[0] += THREADS.getCurrentThreadCpuTime() - before;
                    },
                    builder);
            List<Part> parts = builder.parts();
            IntFunction<float[]> tensors = encoder.tensors(parts);
            List<float[]> made = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                made.add(tensors.apply(i));
            }
            long done = THREADS.getCurrentThreadCpuTime();
            return new Prepared(
                    made, (listed - start) / NANOS, decoding[0] / NANOS, (done - listed - decoding[0]) / NANOS);
        }
    }
}
