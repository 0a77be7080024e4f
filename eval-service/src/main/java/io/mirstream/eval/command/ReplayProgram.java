package io.mirstream.eval.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.EmbeddingFolder;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.replay.Method;
import io.mirstream.eval.replay.PrecomputedVectors;
import io.mirstream.eval.replay.Replay;
import io.mirstream.eval.replay.ReplayScores;
import io.mirstream.eval.replay.ReplayTable;
import io.mirstream.eval.replay.services.RunningArchive;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Replays the benchmark through the services that run. */
public final class ReplayProgram {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int CALLED_WRONGLY = 2;
    private static final String ALL = "all";

    /** Where the caller's key is: arguments can be read by every user of the machine. */
    private static final String KEY = "MIRSTREAM_API_KEY";

    private static final String USAGE = """
            usage: ReplayProgram EMBEDDINGS LABELS ORGANS METHODS BROKER INGEST QUERY [--json] [--keep]
                   ORGANS and METHODS are separated by commas, or all""";

    private ReplayProgram() {}

    /** @param methods empty for all that the vectors allow */
    private record Arguments(
            EmbeddingFolder embeddings,
            LabelFolder labels,
            List<Organ> organs,
            List<Method> methods,
            String broker,
            String ingest,
            String query,
            boolean json,
            boolean keep) {
        /** @throws RuntimeException for what is missing or unknown */
        static Arguments of(List<String> given) {
            List<String> words =
                    given.stream().filter(word -> !word.startsWith("--")).toList();
            return new Arguments(
                    new EmbeddingFolder(Path.of(words.get(0))),
                    new LabelFolder(Path.of(words.get(1))),
                    words.get(2).equals(ALL) ? List.of(Organ.values()) : named(words.get(2), Organ::of),
                    words.get(3).equals(ALL) ? List.of() : named(words.get(3), Method::of),
                    words.get(4),
                    words.get(5),
                    words.get(6),
                    given.contains("--json"),
                    given.contains("--keep"));
        }

        private static <T extends Comparable<T>> List<T> named(String names, Function<String, Optional<T>> named) {
            return Arrays.stream(names.split(","))
                    .map(name -> named.apply(name).orElseThrow())
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    /** Exits with 0; 1 when the dataset cannot be used or a service does not do its part; 2 when it was called wrongly. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> given, PrintStream out, PrintStream err) {
        Arguments arguments;
        try {
            arguments = Arguments.of(given);
        } catch (RuntimeException e) {
            err.println(USAGE);
            return CALLED_WRONGLY;
        }
        try {
            replay(arguments, out, err);
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

    private static void replay(Arguments arguments, PrintStream out, PrintStream err) throws InterruptedException {
        Benchmark benchmark = arguments.labels().benchmark();
        List<Pool> pools = arguments.organs().stream().map(benchmark::pool).toList();
        PrecomputedVectors vectors = PrecomputedVectors.read(arguments.embeddings(), pools);
        Replay.Options options = new Replay.Options(methods(arguments, vectors, err), arguments.keep());
        try (RunningArchive archive = new RunningArchive(
                        arguments.broker(),
                        arguments.ingest(),
                        arguments.query(),
                        Optional.ofNullable(System.getenv(KEY)));
                Replay replay = new Replay(archive, vectors, pools, options, err::println)) {
            Runtime.getRuntime().addShutdownHook(new Thread(replay::close, "replay-removal"));
            print(scores(benchmark, replay.run()), arguments.json(), out);
        }
    }

    private static List<Method> methods(Arguments arguments, PrecomputedVectors vectors, PrintStream err) {
        if (!arguments.methods().isEmpty()) {
            return arguments.methods();
        }
        if (!vectors.hasTextForEveryQuery()) {
            err.println("without caption and hybrid: some query has no embedded caption");
        }
        return Arrays.stream(Method.values())
                .filter(method -> vectors.hasTextForEveryQuery() || !method.needsText())
                .toList();
    }

    private static Map<Organ, Map<Method, ReplayScores>> scores(
            Benchmark benchmark, Map<Organ, Map<Method, Map<VolumeId, List<VolumeId>>>> rankings) {
        Map<Organ, Map<Method, ReplayScores>> scores = new EnumMap<>(Organ.class);
        rankings.forEach((organ, byMethod) -> {
            Map<Method, ReplayScores> ofOrgan = new LinkedHashMap<>();
            byMethod.forEach((method, ranked) -> ofOrgan.put(method, new ReplayScores(benchmark.pool(organ), ranked)));
            scores.put(organ, ofOrgan);
        });
        return scores;
    }

    private static void print(Map<Organ, Map<Method, ReplayScores>> scores, boolean json, PrintStream out) {
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
