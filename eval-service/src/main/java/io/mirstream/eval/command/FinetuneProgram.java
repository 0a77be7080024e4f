package io.mirstream.eval.command;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.EmbeddingFolder;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.TaskFolder;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.learn.CollectionExamples;
import io.mirstream.eval.learn.DatasetExamples;
import io.mirstream.eval.learn.Example;
import io.mirstream.eval.learn.Learning;
import io.mirstream.eval.learn.LearningTable;
import io.mirstream.eval.learn.Proof;
import io.mirstream.eval.learn.topic.CollectionTopic;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Learns heads for a model from vectors, labels and texts. */
public final class FinetuneProgram {
    private static final String USAGE = """
            usage: FinetuneProgram list DATASET LISTING [--prove]
                   FinetuneProgram dataset EMBEDDINGS LABELS HEADS SEED [--prove] [--json]
                   FinetuneProgram collection BROKER COLLECTIONS MODEL HEADS SEED NAMES [--json]
                   MODEL is the file that names the model; COLLECTIONS and NAMES of labels are separated by commas;
                   - for no label""";

    /** No label: reports alone are learned from. */
    private static final String NONE = "-";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final boolean prove;

    private FinetuneProgram(PrintStream out, PrintStream err, boolean json, boolean prove) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.prove = prove;
    }

    /** Exits with 0; 1 when nothing can be learned or written; 2 when it was called wrongly. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> given, PrintStream out, PrintStream err) {
        List<String> words = new ArrayList<>(given);
        FinetuneProgram program = new FinetuneProgram(out, err, words.remove("--json"), words.remove("--prove"));
        return Exit.of(() -> program.work(words), USAGE, err);
    }

    /** @throws RuntimeException for arguments that are missing or that nothing takes */
    private Exit.Work work(List<String> words) {
        return switch (words.getFirst()) {
            case "list" -> {
                Path dataset = Path.of(words.get(1));
                Path listing = Path.of(words.get(2));
                yield () -> list(dataset, listing);
            }
            case "dataset" -> {
                EmbeddingFolder vectors = new EmbeddingFolder(Path.of(words.get(1)));
                LabelFolder labels = new LabelFolder(Path.of(words.get(2)));
                Path heads = Path.of(words.get(3));
                long seed = Long.parseLong(words.get(4));
                yield () -> learn(vectors, labels, heads, seed);
            }
            case "collection" -> {
                String broker = words.get(1);
                Set<CollectionName> collections = Stream.of(words.get(2).split(","))
                        .map(CollectionName::new)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
                Path model = Path.of(words.get(3));
                Path heads = Path.of(words.get(4));
                long seed = Long.parseLong(words.get(5));
                List<String> names = words.get(6).equals(NONE)
                        ? List.of()
                        : List.of(words.get(6).split(","));
                yield () -> learn(broker, collections, model, heads, seed, names);
            }
            default -> throw new IllegalArgumentException("unknown");
        };
    }

    // --- what is to be embedded

    /** As the embed-service's program takes it. */
    private record Listing(List<Item> volumes) {}

    private record Item(String name, String file, String text) {}

    /** Queries only where they are to be asked for: what is not embedded cannot be learned from by mistake. */
    private int list(Path dataset, Path listing) throws IOException {
        Benchmark benchmark = new LabelFolder(dataset).benchmark();
        Set<VolumeId> volumes = new TreeSet<>(DatasetExamples.volumes(benchmark));
        if (prove) {
            for (Pool pool : benchmark.pools().values()) {
                volumes.addAll(pool.index());
                volumes.addAll(pool.queries());
            }
        }
        Map<Organ, TaskFolder> tasks = new EnumMap<>(Organ.class);
        List<Item> items = new ArrayList<>();
        for (VolumeId volume : volumes) {
            Pool home = home(benchmark, volume);
            TaskFolder task = tasks.computeIfAbsent(home.organ(), organ -> TaskFolder.read(dataset, organ));
            items.add(new Item(
                    volume.value(),
                    task.scans().get(volume).image().toAbsolutePath().toString(),
                    home.labels(volume).captions().v1()));
        }
        Files.write(listing, Json.write(new Listing(items)));
        return Exit.OK;
    }

    /** The pool of the volume's own task, whose caption is about what it may have. */
    private static Pool home(Benchmark benchmark, VolumeId volume) {
        return benchmark.pools().values().stream()
                .filter(pool -> pool.labels().stream()
                        .anyMatch(each -> each.id().equals(volume) && each.source() == pool.organ()))
                .findFirst()
                .orElseThrow();
    }

    // --- learning

    private int learn(EmbeddingFolder vectors, LabelFolder labels, Path heads, long seed) throws IOException {
        Benchmark benchmark = labels.benchmark();
        List<Example> examples = DatasetExamples.of(vectors, benchmark);
        err.println("learning from " + examples.size() + " volumes of the index; no query is among them");
        Learning learning = Learning.of(examples, seed);
        Path model = vectors.root().resolve("model.json");
        ModelRef base = model(model);
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("dataset", labels.root().toAbsolutePath().getFileName().toString());
        Files.write(heads, Json.write(learning.handedOn(base, source)));
        Map<String, Object> document = new LinkedHashMap<>(learning.report().document());
        List<String> lines = new ArrayList<>(LearningTable.lines(learning.report()));
        if (prove) {
            Learning shuffled = Learning.of(Proof.shuffled(examples, seed), seed);
            List<Proof.Line> proof = new Proof(vectors, benchmark).lines(learning, shuffled, seed);
            document.put("shuffled", shuffled.report().document());
            document.put("queries", proof);
            lines.add("with labels and texts of others:");
            lines.addAll(LearningTable.lines(shuffled.report()));
            lines.add("queries:");
            lines.addAll(LearningTable.lines(proof));
        }
        return print(document, lines);
    }

    private int learn(
            String broker, Set<CollectionName> collections, Path model, Path heads, long seed, List<String> names)
            throws IOException {
        ModelRef base = model(model);
        List<Example> examples =
                CollectionExamples.of(CollectionTopic.read(broker, collections, base.fingerprint()), names);
        err.println("learning from " + examples.size() + " series of " + joined(collections) + " with vectors of "
                + base.id() + " " + base.fingerprint());
        Learning learning = Learning.of(examples, seed);
        Map<String, Object> source = new LinkedHashMap<>();
        source.put(
                "collections", collections.stream().map(CollectionName::value).toList());
        source.put("labels", names);
        Files.write(heads, Json.write(learning.handedOn(base, source)));
        return print(learning.report().document(), LearningTable.lines(learning.report()));
    }

    private static String joined(Set<CollectionName> collections) {
        return collections.stream().map(CollectionName::value).collect(Collectors.joining(", "));
    }

    private static ModelRef model(Path file) throws IOException {
        return Json.read(Files.readAllBytes(file), ModelRef.class);
    }

    private int print(Map<String, Object> document, List<String> lines) {
        if (json) {
            out.writeBytes(Json.write(document)); // UTF-8, whatever the terminal's charset is
            out.println();
        } else {
            lines.forEach(out::println);
        }
        return Exit.OK;
    }
}
