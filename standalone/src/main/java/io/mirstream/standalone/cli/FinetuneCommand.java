package io.mirstream.standalone.cli;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "finetune",
        description = "Learn heads for a model from labels and texts, and write a model's folder with them.",
        sortOptions = false)
final class FinetuneCommand extends HomeCommand {
    private static final String LEARN = "io.mirstream.eval.command.FinetuneProgram";
    private static final String EMBED = "io.mirstream.embed.files.EmbedFiles";
    private static final String WRITE = "io.mirstream.embed.onnx.WriteLearnedModel";
    private static final String DEFAULT_ID = "finetuned";
    private static final String NO_LABEL = "-";

    @ArgGroup(multiplicity = "1")
    private Source source;

    static final class Source {
        @Option(
                names = "--dataset",
                paramLabel = "DIR",
                description = "A benchmark with images: its index is embedded and learned from.")
        private Path dataset;

        @ArgGroup(exclusive = false)
        private Precomputed precomputed;

        @ArgGroup(exclusive = false)
        private Collection collection;
    }

    static final class Collection {
        @Option(
                names = "--collection",
                paramLabel = "NAME",
                required = true,
                description = {
                    "A collection of the services that run: its vectors, labels and reports.",
                    "Several are learned from together."
                })
        private List<CollectionName> names = List.of();

        @Option(
                names = "--label",
                paramLabel = "NAME",
                description = {
                    "Studies with the same value of this label are alike; of several, with the same of each.",
                    "Without, reports alone are learned from."
                })
        private List<String> labels = List.of();
    }

    static final class Precomputed {
        @Option(
                names = "--embeddings",
                paramLabel = "DIR",
                required = true,
                description = "embeddings/VOLUME.npy, text/VOLUME.npy, and model.json, of which model they are.")
        private Path embeddings;

        @Option(
                names = "--labels",
                paramLabel = "DIR",
                required = true,
                description = "Labels and splits, as published.")
        private Path labels;
    }

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "Folder of the new model; not there yet.")
    private Path to;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Folder of the model to start from (default: built in).")
    private Path model;

    @Option(names = "--id", paramLabel = "ID", description = "Of the new model (default: finetuned).")
    private String id = DEFAULT_ID;

    @Option(names = "--seed", paramLabel = "SEED", description = "Of the folds: the same learns the same (default: 1).")
    private long seed = 1;

    @Option(
            names = "--vectors",
            paramLabel = "DIR",
            description = "Keep the vectors of --dataset here; those that are there are not made again.")
    private Path vectors;

    @Option(
            names = "--prove",
            description = "Ask the benchmark's queries, too, which nothing is learned from, and say what they find.")
    private boolean prove;

    @Override
    public Integer call() throws InterruptedException {
        if (Files.exists(to)) {
            throw new ParameterException(spec().commandLine(), to + " is there already");
        }
        try {
            Path scratch = Files.createTempDirectory("mirstream-finetune-");
            try {
                return finetune(scratch);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new Failure("a program cannot be started, or a file not be written: " + e.getMessage(), e);
        }
    }

    private int finetune(Path scratch) throws IOException, InterruptedException {
        Path heads = scratch.resolve("heads.json");
        int learned;
        if (source.dataset != null) {
            learned = embedAndLearn(scratch, heads);
        } else if (source.collection != null) {
            learned = learnFromCollection(scratch, heads);
        } else {
            learned = learn(source.precomputed.embeddings, source.precomputed.labels, heads);
        }
        if (learned != OK) {
            return learned;
        }
        List<String> arguments =
                new ArrayList<>(List.of(heads.toString(), to.toAbsolutePath().toString(), id));
        base().ifPresent(arguments::add);
        return run(Service.EMBED, WRITE, arguments, true);
    }

    private int embedAndLearn(Path scratch, Path heads) throws IOException, InterruptedException {
        Path listing = scratch.resolve("listing.json");
        Path made = vectors == null ? scratch.resolve("vectors") : vectors.toAbsolutePath();
        List<String> what =
                new ArrayList<>(List.of("list", source.dataset.toAbsolutePath().toString(), listing.toString()));
        if (prove) {
            what.add("--prove");
        }
        int done = run(Service.EVAL, LEARN, what, false);
        if (done == OK) {
            List<String> arguments = new ArrayList<>(List.of(listing.toString(), made.toString()));
            base().ifPresent(arguments::add);
            done = run(Service.EMBED, EMBED, arguments, false);
        }
        return done == OK ? learn(made, source.dataset, heads) : done;
    }

    private int learnFromCollection(Path scratch, Path heads) throws IOException, InterruptedException {
        Stack stack = runningStack();
        Path nothing = Files.writeString(scratch.resolve("listing.json"), "{\"volumes\":[]}");
        Path named = scratch.resolve("vectors"); // which has no vectors, but says of which model they would be
        List<String> embed = new ArrayList<>(List.of(nothing.toString(), named.toString()));
        base().ifPresent(embed::add);
        int done = run(Service.EMBED, EMBED, embed, false);
        if (done != OK) {
            return done;
        }
        List<String> arguments = new ArrayList<>(List.of(
                "collection",
                stack.bootstrap(),
                joined(source.collection.names),
                named.resolve("model.json").toString(),
                heads.toString(),
                Long.toString(seed),
                source.collection.labels.isEmpty() ? NO_LABEL : String.join(",", source.collection.labels)));
        if (json()) {
            arguments.add("--json");
        }
        return run(Service.EVAL, LEARN, arguments, false);
    }

    private int learn(Path embeddings, Path labels, Path heads) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "dataset",
                embeddings.toAbsolutePath().toString(),
                labels.toAbsolutePath().toString(),
                heads.toString(),
                Long.toString(seed)));
        if (prove) {
            arguments.add("--prove");
        }
        if (json()) {
            arguments.add("--json");
        }
        return run(Service.EVAL, LEARN, arguments, false);
    }

    private static String joined(List<CollectionName> names) {
        return names.stream().map(CollectionName::value).collect(Collectors.joining(","));
    }

    private Optional<String> base() {
        return Optional.ofNullable(model).map(folder -> folder.toAbsolutePath().toString());
    }

    /** @param aside whether what it prints is no part of the document that was asked for */
    private int run(Service service, String program, List<String> arguments, boolean aside)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(distribution().program(service, program, arguments)).inheritIO();
        if (!aside || !json()) {
            return builder.start().waitFor();
        }
        Process process = builder.redirectOutput(ProcessBuilder.Redirect.PIPE).start();
        process.getInputStream().transferTo(System.err);
        return process.waitFor();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
