package io.mirstream.eval.command;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.EmbeddingFolder;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.replay.DeliveredVolumes;
import io.mirstream.eval.replay.Journal;
import io.mirstream.eval.replay.Method;
import io.mirstream.eval.replay.PrecomputedVectors;
import io.mirstream.eval.replay.Replay;
import io.mirstream.eval.replay.ReplayOutcome;
import io.mirstream.eval.replay.services.RunningArchive;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Replays the benchmark through the services that run. */
public final class ReplayProgram {
    /** Where the caller's key is: arguments can be read by every user of the machine. */
    private static final String KEY = "MIRSTREAM_API_KEY";

    private ReplayProgram() {}

    /**
     * Exits with 0; 1 when the dataset cannot be used, a service does not do its part, or a score fell below the gate's report;
     * 2 when it was called wrongly.
     */
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
            return Exit.CALLED_WRONGLY;
        }
        Optional<String> key = Optional.ofNullable(System.getenv(KEY));
        try {
            Findings findings = new Findings(arguments, out, err);
            switch (arguments.task()) {
                case ReplayArguments.OfVectors vectors -> replay(arguments, vectors, key, findings, err);
                case ReplayArguments.OfImages images -> new ImageReplay(arguments, key, findings, err).begin(images);
                case ReplayArguments.Resumed resumed -> new ImageReplay(arguments, key, findings, err).resume(resumed);
                case ReplayArguments.Removal removal -> new ImageReplay(arguments, key, findings, err).remove(removal);
            }
            return findings.passed() ? Exit.OK : Exit.FAILED;
        } catch (CodedException e) {
            err.println(e.code() + ": " + e.getMessage());
            return Exit.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("interrupted");
            return Exit.FAILED;
        }
    }

    // --- vectors that were computed elsewhere

    private static void replay(
            ReplayArguments arguments,
            ReplayArguments.OfVectors given,
            Optional<String> key,
            Findings findings,
            PrintStream err)
            throws InterruptedException {
        Benchmark benchmark = new LabelFolder(given.labels()).benchmark();
        List<Pool> pools = arguments.organs().stream().map(benchmark::pool).toList();
        PrecomputedVectors vectors = PrecomputedVectors.read(new EmbeddingFolder(given.embeddings()), pools);
        List<Method> methods = methods(arguments, vectors, err);
        Replay.Name name = new Replay.Name(
                vectors.model().fingerprint().value(),
                given.dataset()
                        .orElseGet(() -> given.embeddings()
                                .toAbsolutePath()
                                .getFileName()
                                .toString()),
                Instant.now());
        try (RunningArchive archive =
                        new RunningArchive(arguments.broker(), arguments.ingest(), arguments.query(), key);
                DeliveredVolumes volumes =
                        new DeliveredVolumes(archive, vectors, pools, arguments.keep(), err::println)) {
            Runtime.getRuntime().addShutdownHook(new Thread(volumes::close, "replay-removal"));
            ReplayOutcome outcome = new Replay(name, volumes, archive, methods, Journal.inMemory(), err::println).run();
            findings.take(benchmark, outcome, archive::report);
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
}
