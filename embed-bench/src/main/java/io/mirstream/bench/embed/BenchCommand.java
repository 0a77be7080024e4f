package io.mirstream.bench.embed;

import io.mirstream.embed.onnx.Model;
import io.mirstream.embed.onnx.ModelFolder;
import io.mirstream.standalone.cli.Console;
import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measure what the embed-service costs on top of its model.",
        footer = {"", "Takes all processors for about eight minutes: leave the machine alone meanwhile."})
final class BenchCommand implements Callable<Integer> {
    /** They are no part of embedding: what the service is compared with makes none. */
    private static final String PREVIEWS = "mirstream.previews.enabled";

    enum Module {
        embed
    }

    /** Checked when it is read; there is only one. */
    @Parameters(paramLabel = "MODULE", description = "What to look at: embed.")
    void module(Module module) {}

    @Option(names = "--json", description = "Print one JSON document on stdout; everything else goes to stderr.")
    private boolean json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is measured, in turns; the median counts (default: 5).")
    private int rounds = 5;

    @Option(names = "--model", paramLabel = "ID", description = "Only this one: builtin-slab or " + StandInVit.ID + ".")
    private String only;

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "A setting of the service, to try it; may be given several times.")
    private Map<String, String> settings = Map.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds must be 1 or more");
        }
        Console console = Program.console(spec, json);
        Map<String, Object> models = new LinkedHashMap<>();
        try (Scratch scratch = new Scratch()) {
            for (Subject subject : subjects(scratch.folder())) {
                if (only == null || only.equals(subject.id())) {
                    models.put(subject.id(), measure(subject, scratch, console));
                }
            }
        } catch (IOException e) {
            throw new Failure("files for the benchmark could not be written: " + e.getMessage(), e);
        }
        console.document(Map.of("models", models));
        return 0;
    }

    private static List<Subject> subjects(Path scratch) {
        return List.of(
                new Subject(
                        "builtin-slab", Optional.empty(), List.of(1.0, 1.25, 2.0, 5.0, 1.5, 2.5, 3.0, 1.0), 4, 160, 40),
                new Subject(
                        StandInVit.ID, Optional.of(scratch.resolve("model")), Collections.nCopies(8, 10.0), 4, 4, 12));
    }

    private Map<String, Object> measure(Subject subject, Scratch scratch, Console console)
            throws IOException, InterruptedException {
        console.progress(subject.id() + ": writing studies" + (subject.folder().isPresent() ? " and weights" : ""));
        if (subject.folder().isPresent()) {
            StandInVit.write(subject.folder().get());
        }
        Path files = scratch.folder().resolve(subject.id() + "-studies");
        Studies studies = Studies.write(files, Subject.SIDE, subject.spacingsMm());
        Map<String, String> all = new LinkedHashMap<>(Map.of(PREVIEWS, "false"));
        all.putAll(settings);
        subject.folder().ifPresent(folder -> all.put("mirstream.embed.model.directory", folder.toString()));
        byte[] graph = graph(subject);
        try (Model model = Model.load(ModelFolder.of(subject.folder()), List.of("cpu"), 1)) {
            Preparation preparation = new Preparation(model.image());
            float[] tensor = preparation.tensors(studies.folders().getFirst()).getFirst();
            console.progress(subject.id() + ": starting broker and service");
            try (BareLoop bare = new BareLoop(graph, tensor, subject.batch());
                    RunningService service = RunningService.start(scratch, subject.id() + "-home", files, all)) {
                Rounds measured = new Rounds(subject, studies, bare, preparation, service, console);
                measured.warmUp();
                for (int round = 1; round <= rounds; round++) {
                    measured.round(round, rounds);
                }
                measured.queries();
                return report(subject, measured, console);
            }
        }
    }

    private static byte[] graph(Subject subject) throws IOException {
        if (subject.folder().isPresent()) {
            return Files.readAllBytes(subject.folder().get().resolve("image.onnx"));
        }
        try (InputStream in = Model.class.getResourceAsStream("/models/builtin-slab/image.onnx")) {
            return in.readAllBytes();
        }
    }

    private static Map<String, Object> report(Subject subject, Rounds measured, Console console) {
        List<Rounds.Row> rows = measured.rows();
        List<List<String>> lines = new ArrayList<>();
        for (Rounds.Row row : rows) {
            lines.add(List.of(row.name(), format(row.value()), row.unit()));
        }
        console.say(subject.id());
        console.table(List.of("what", "value", "unit"), lines);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("efficiency", measured.efficiency());
        document.put("slicesPerSecond", measured.slicesPerSecond());
        document.put("bareSlicesPerSecond", measured.bareSlicesPerSecond());
        document.put("rows", rows);
        return document;
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.3f" : value < 1_000 ? "%.1f" : "%.0f", value);
    }
}
