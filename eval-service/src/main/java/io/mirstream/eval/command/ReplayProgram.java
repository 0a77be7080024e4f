package io.mirstream.eval.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.EmbeddingFolder;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.replay.DeliveredVolumes;
import io.mirstream.eval.replay.Gallery;
import io.mirstream.eval.replay.Journal;
import io.mirstream.eval.replay.Method;
import io.mirstream.eval.replay.PrecomputedVectors;
import io.mirstream.eval.replay.Replay;
import io.mirstream.eval.replay.ReplayOutcome;
import io.mirstream.eval.replay.ReplayScores;
import io.mirstream.eval.replay.ReplayTable;
import io.mirstream.eval.replay.services.RunningArchive;
import io.mirstream.eval.report.Report;
import java.io.PrintStream;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Replays the benchmark through the services that run. */
public final class ReplayProgram {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int CALLED_WRONGLY = 2;

    /** Where the caller's key is: arguments can be read by every user of the machine. */
    private static final String KEY = "MIRSTREAM_API_KEY";

    private ReplayProgram() {}

    /** Exits with 0; 1 when the dataset cannot be used or a service does not do its part; 2 when it was called wrongly. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /** As {@link #main}, in this process. */
    public static int run(List<String> given, PrintStream out, PrintStream err) {
        ReplayArguments arguments;
        try {
            arguments = ReplayArguments.of(given);
        } catch (RuntimeException e) {
            err.println(ReplayArguments.USAGE);
            return CALLED_WRONGLY;
        }
        Optional<String> key = Optional.ofNullable(System.getenv(KEY));
        try {
            switch (arguments.task()) {
                case ReplayArguments.OfVectors vectors -> replay(arguments, vectors, key, out, err);
                case ReplayArguments.OfImages images -> new ImageReplay(arguments, key, out, err).begin(images);
                case ReplayArguments.Resumed resumed -> new ImageReplay(arguments, key, out, err).resume(resumed);
                case ReplayArguments.Removal removal -> new ImageReplay(arguments, key, out, err).remove(removal);
            }
            return OK;
        } catch (CodedException e) {
            err.println(e.code() + ": " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("interrupted");
            return FAILED;
        }
    }

    // --- vectors that were computed elsewhere

    private static void replay(
            ReplayArguments arguments,
            ReplayArguments.OfVectors given,
            Optional<String> key,
            PrintStream out,
            PrintStream err)
            throws InterruptedException {
        Benchmark benchmark = new LabelFolder(given.labels()).benchmark();
        List<Pool> pools = arguments.organs().stream().map(benchmark::pool).toList();
        PrecomputedVectors vectors = PrecomputedVectors.read(new EmbeddingFolder(given.embeddings()), pools);
        List<Method> methods = methods(arguments, vectors, err);
        Replay.Name name = new Replay.Name(
                vectors.model().fingerprint().value(),
                given.embeddings().toAbsolutePath().getFileName().toString(),
                Instant.now());
        try (RunningArchive archive =
                        new RunningArchive(arguments.broker(), arguments.ingest(), arguments.query(), key);
                DeliveredVolumes volumes =
                        new DeliveredVolumes(archive, vectors, pools, arguments.keep(), err::println)) {
            Runtime.getRuntime().addShutdownHook(new Thread(volumes::close, "replay-removal"));
            ReplayOutcome outcome = new Replay(name, volumes, archive, methods, Journal.inMemory(), err::println).run();
            finish(arguments, benchmark, outcome, archive::report, out, err);
        }
    }

    private static List<Method> methods(ReplayArguments arguments, PrecomputedVectors vectors, PrintStream err) {
        if (!arguments.methods().isEmpty()) {
            arguments.methods().forEach(vectors::requireAllows);
            return arguments.methods();
        }
        if (!vectors.hasTextForEveryQuery()) {
            err.println("without caption and hybrid: some query has no embedded caption");
        }
        return Method.ofNotebooks().stream()
                .filter(method -> vectors.hasTextForEveryQuery() || !method.needsCaption())
                .toList();
    }

    // --- what was found

    /** Publishes the report, writes it where it is wanted, and prints the figures of each pool's own gallery. */
    static void finish(
            ReplayArguments arguments,
            Benchmark benchmark,
            ReplayOutcome outcome,
            BiConsumer<String, byte[]> publication,
            PrintStream out,
            PrintStream err) {
        Report report = Report.of(outcome, benchmark);
        publication.accept(report.id(), report.json());
        arguments.report().ifPresent(folder -> {
            ReportFiles.write(report, folder);
            err.println("report: " + folder.resolve(ReportFiles.PAGE).toUri());
        });
        print(benchmark, outcome, arguments.json(), out);
    }

    private static void print(Benchmark benchmark, ReplayOutcome outcome, boolean json, PrintStream out) {
        Map<Organ, Map<Method, ReplayScores>> scores = new EnumMap<>(Organ.class);
        outcome.rankings().get(Gallery.OWN).forEach((organ, byMethod) -> {
            Map<Method, ReplayScores> ofOrgan = new LinkedHashMap<>();
            byMethod.forEach((method, ranked) -> ofOrgan.put(method, new ReplayScores(benchmark.pool(organ), ranked)));
            scores.put(organ, ofOrgan);
        });
        if (!json) {
            ReplayTable.lines(scores).forEach(out::println);
            return;
        }
        ObjectNode document = Json.mapper().createObjectNode();
        scores.forEach((organ, byMethod) -> {
            ObjectNode ofOrgan = document.putObject(organ.label());
            byMethod.forEach((method, ofMethod) -> ofOrgan.set(method.label(), ofMethod.document()));
        });
        out.writeBytes(Json.write(document)); // UTF-8, whatever the terminal's charset is
        out.println();
    }
}
