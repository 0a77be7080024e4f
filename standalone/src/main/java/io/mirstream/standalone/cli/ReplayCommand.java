package io.mirstream.standalone.cli;

import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "replay",
        description = "Run the 3D-MIR benchmark through the services, with vectors that were computed elsewhere.",
        sortOptions = false)
final class ReplayCommand extends HomeCommand {
    private static final String PROGRAM = "io.mirstream.eval.command.ReplayProgram";
    private static final String ALL = "all";

    enum Organ {
        LIVER,
        COLON,
        PANCREAS,
        LUNG;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum Method {
        SLICE_FREQ,
        SLICE_MAX,
        SLICE_SUM,
        VOLUME_MEDIAN,
        VOLUME_MAXPOOLING,
        VOLUME_AVGPOOLING,
        VOLUME_STD,
        CAPTION,
        HYBRID;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--embeddings",
            paramLabel = "DIR",
            required = true,
            description = {
                "embeddings/VOLUME.npy has [slices, dim], text/VOLUME.npy [dim], the query's embedded caption."
            })
    private Path embeddings;

    @Option(names = "--labels", paramLabel = "DIR", required = true, description = "Labels and splits, as published.")
    private Path labels;

    @Option(names = "--organ", paramLabel = "ORGAN", description = "${COMPLETION-CANDIDATES} (default: all).")
    private List<Organ> organs = List.of();

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description = "${COMPLETION-CANDIDATES} (default: all that the vectors allow).")
    private List<Method> methods = List.of();

    @Option(names = "--keep", description = "Leave the vectors in the index.")
    private boolean keep;

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = runningStack();
        List<String> arguments = new ArrayList<>(List.of(
                embeddings.toAbsolutePath().toString(),
                labels.toAbsolutePath().toString(),
                joined(organs),
                joined(methods),
                stack.bootstrap(),
                stack.serviceUrl(Service.INGEST),
                stack.serviceUrl(Service.QUERY)));
        if (json()) {
            arguments.add("--json");
        }
        if (keep) {
            arguments.add("--keep");
        }
        ProcessBuilder program =
                new ProcessBuilder(distribution().program(Service.EVAL, PROGRAM, arguments)).inheritIO();
        stack.key().ifPresent(key -> program.environment().put("MIRSTREAM_API_KEY", key));
        return run(program);
    }

    private static String joined(List<?> chosen) {
        return chosen.isEmpty() ? ALL : chosen.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    /** Whoever ends this process ends the program, which then removes what it has indexed. */
    private static int run(ProcessBuilder builder) throws InterruptedException {
        try {
            Process program = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(program), "replay-end"));
            return program.waitFor();
        } catch (IOException e) {
            throw new Failure("the program cannot be started: " + e.getMessage(), e);
        }
    }

    private static void end(Process program) {
        program.destroy();
        try {
            program.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
