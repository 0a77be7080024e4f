package io.mirstream.bench.embed;

import io.mirstream.standalone.cli.Console;
import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "See whether the embed-service keeps memory that it should give back.",
        footer = {"", "Exit code 1: memory or native handles grew."})
final class SoakCommand implements Callable<Integer> {
    private static final int SAMPLES = 80;
    private static final int QUARTER = SAMPLES / 4;

    /** What the last quarter may have more than the second. */
    private static final double GROWTH = 1.05;

    private static final double MEBIBYTE = 1 << 20;
    private static final String HANDLES = "mirstream_embed_native_handles";
    private static final List<Double> SPACINGS_MM = List.of(8.0, 10.0, 12.0, 20.0, 9.0, 11.0, 13.0, 16.0);

    enum Module {
        embed
    }

    /** Checked when it is read; there is only one. */
    @Parameters(paramLabel = "MODULE", description = "What to look at: embed.")
    void module(Module module) {}

    @Option(names = "--series", paramLabel = "N", description = "How many go through (default: 2000).")
    private int series = 2_000;

    @Option(names = "--side", paramLabel = "PIXELS", description = "Rows and columns of a slice (default: 128).")
    private int side = 128;

    @Option(names = "--json", description = "Print one JSON document on stdout; everything else goes to stderr.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** @param series done until then */
    private record Sample(int series, double residentMib, long nativeHandles) {}

    @Override
    public Integer call() throws InterruptedException {
        if (series < SAMPLES) {
            throw new ParameterException(spec.commandLine(), "--series must be " + SAMPLES + " or more");
        }
        Console console = Program.console(spec, json);
        try (Scratch scratch = new Scratch()) {
            Path files = scratch.folder().resolve("studies");
            Studies studies = Studies.write(files, side, SPACINGS_MM);
            try (RunningService service = RunningService.start(scratch, "home", files, Map.of())) {
                return report(soak(studies, service, console), console);
            }
        } catch (IOException e) {
            throw new Failure("files for the soak could not be written: " + e.getMessage(), e);
        }
    }

    /** Handles are counted while nothing runs: what is open then is open for good. */
    private List<Sample> soak(Studies studies, RunningService service, Console console) throws InterruptedException {
        List<Sample> samples = new ArrayList<>();
        int done = 0;
        for (int sample = 1; sample <= SAMPLES; sample++) {
            int count = (int) ((long) series * sample / SAMPLES) - done;
            service.embed(studies, count);
            done += count;
            samples.add(new Sample(done, service.usage().residentBytes() / MEBIBYTE, (long) service.metric(HANDLES)));
            if (sample % (QUARTER / 2) == 0) {
                Sample last = samples.getLast();
                console.progress(String.format(
                        Locale.ROOT,
                        "%d series, %.0f MiB, %d native handles",
                        done,
                        last.residentMib(),
                        last.nativeHandles()));
            }
        }
        return samples;
    }

    private static int report(List<Sample> samples, Console console) {
        double second = median(samples.subList(QUARTER, 2 * QUARTER));
        double last = median(samples.subList(3 * QUARTER, SAMPLES));
        long handlesSecond = samples.get(2 * QUARTER - 1).nativeHandles();
        long handlesLast = samples.getLast().nativeHandles();
        boolean flat = last <= second * GROWTH && handlesLast <= handlesSecond;
        console.table(
                List.of("quarter", "MiB resident", "native handles"),
                List.of(
                        List.of("second", String.format(Locale.ROOT, "%.0f", second), Long.toString(handlesSecond)),
                        List.of("last", String.format(Locale.ROOT, "%.0f", last), Long.toString(handlesLast))));
        console.say(flat ? "flat" : "grew");
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("series", samples.getLast().series());
        document.put("flat", flat);
        document.put("secondQuarterMib", second);
        document.put("lastQuarterMib", last);
        document.put("growth", last / second);
        document.put("samples", samples);
        console.document(document);
        return flat ? 0 : 1;
    }

    private static double median(List<Sample> samples) {
        double[] sorted =
                samples.stream().mapToDouble(Sample::residentMib).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
