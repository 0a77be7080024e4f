package io.mirstream.standalone.cli;

import io.mirstream.contracts.id.StudyUid;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import io.mirstream.standalone.study.FoundStudy;
import io.mirstream.standalone.study.Inbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "replay",
        description = "Run the 3D-MIR benchmark through the services, with images or with vectors computed elsewhere.",
        sortOptions = false)
final class ReplayCommand extends HomeCommand {
    private static final String PROGRAM = "io.mirstream.eval.command.ReplayProgram";

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
        HYBRID,
        LATE_INTERACTION,
        RRF,
        TEXT_TO_TEXT,
        FUSED,
        CAPTION_RELEASED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @ArgGroup(multiplicity = "1")
    private What what;

    static final class What {
        @Option(
                names = "--dataset",
                paramLabel = "DIR",
                description = "Its images are sent as studies: task folders, and labels and splits as published.")
        private Path dataset;

        @Option(
                names = "--embeddings",
                paramLabel = "DIR",
                description = {
                    "embeddings/VOLUME.npy has [slices, dim], text/VOLUME.npy [dim], the query's embedded caption."
                })
        private Path embeddings;

        @Option(names = "--resume", paramLabel = "ID", description = "Go on with a replay of images that was cut off.")
        private String resumed;

        @Option(names = "--remove", paramLabel = "ID", description = "Take back what a replay of images left.")
        private String removed;
    }

    @Option(
            names = "--labels",
            paramLabel = "DIR",
            description = "Labels and splits, as published (default: in the dataset; required with --embeddings).")
    private Path labels;

    @Option(names = "--organ", paramLabel = "ORGAN", description = "${COMPLETION-CANDIDATES} (default: all).")
    private List<Organ> organs = List.of();

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description =
                    "${COMPLETION-CANDIDATES} (default: all that can be done; of embeddings, those up to hybrid).")
    private List<Method> methods = List.of();

    @Option(names = "--keep", description = "Leave what was indexed.")
    private boolean keep;

    @Option(names = "--report", paramLabel = "DIR", description = "Write the report of a dataset's replay there.")
    private Path report;

    @Override
    public Integer call() throws InterruptedException {
        if (what.embeddings != null && labels == null) {
            throw new ParameterException(spec().commandLine(), "--embeddings needs --labels");
        }
        Stack stack = runningStack();
        List<String> arguments = new ArrayList<>(source());
        arguments.addAll(List.of("--broker", stack.bootstrap(), "--ingest", stack.serviceUrl(Service.INGEST)));
        arguments.addAll(List.of("--query", stack.serviceUrl(Service.QUERY)));
        add(arguments, "--organs", joined(organs));
        add(arguments, "--methods", joined(methods));
        if (report != null) {
            add(arguments, "--report", report.toAbsolutePath().toString());
        }
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

    private List<String> source() {
        String state = home().replays().toString();
        if (what.embeddings != null) {
            return List.of("--embeddings", absolute(what.embeddings), "--labels", absolute(labels));
        }
        if (what.resumed != null) {
            return List.of("--resume", what.resumed, "--state", state);
        }
        if (what.removed != null) {
            return List.of("--remove", what.removed, "--state", state);
        }
        Path dataset = real(what.dataset);
        return List.of(
                "--dataset",
                dataset.getFileName().toString(),
                "--images",
                readable(dataset).toString(),
                "--labels",
                labels == null ? dataset.toString() : absolute(labels),
                "--state",
                state);
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    private static Path real(Path dataset) {
        try {
            return dataset.toRealPath();
        } catch (IOException e) {
            throw new Failure(dataset + " does not exist, or cannot be read", e);
        }
    }

    /** Where the services may read the images, which is where they are if that is allowed. */
    private Path readable(Path dataset) {
        StudyUid folder = StudyUid.derivedFrom("dataset", dataset.toString());
        return new Inbox(home())
                .admit(new FoundStudy(folder, dataset, List.of()))
                .location();
    }

    private static void add(List<String> arguments, String name, String value) {
        if (!value.isEmpty()) {
            arguments.addAll(List.of(name, value));
        }
    }

    private static String joined(List<?> chosen) {
        return chosen.stream().map(Object::toString).collect(Collectors.joining(","));
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
