package io.mirstream.eval.command;

import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.replay.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a replay is called with.
 *
 * @param methods empty for all that can be done
 */
record ReplayArguments(
        Task task,
        List<Organ> organs,
        List<Method> methods,
        String broker,
        String ingest,
        String query,
        boolean json,
        boolean keep,
        Optional<Path> report,
        Optional<Path> gate) {
    static final String USAGE = """
            usage: ReplayProgram --embeddings DIR --labels DIR ... [--dataset NAME] [--report DIR]
                   ReplayProgram --dataset NAME --images DIR --labels DIR --state DIR ... [--report DIR]
                   ReplayProgram --resume ID --state DIR ... [--report DIR]
                   ReplayProgram --remove ID --state DIR ...
                   ... --broker HOST:PORT --ingest URL --query URL [--organs O,O] [--methods M,M] [--json] [--keep]
                       [--gate FILE]""";

    private static final Set<String> FLAGS = Set.of("--json", "--keep");

    /** What is to be done. */
    sealed interface Task {}

    /**
     * With vectors that were computed elsewhere.
     *
     * @param dataset its name, as people know it; that of the folder when empty
     */
    record OfVectors(Optional<String> dataset, Path embeddings, Path labels) implements Task {}

    /** @param images folder with the task folders, as the services know it */
    record OfImages(String dataset, Path images, Path labels, Path state) implements Task {}

    /** To go on with a replay of images. */
    record Resumed(String id, Path state) implements Task {}

    /** To take back what a replay of images left. */
    record Removal(String id, Path state) implements Task {}

    /** @throws RuntimeException for what is missing or unknown */
    static ReplayArguments of(List<String> given) {
        Map<String, String> values = new HashMap<>();
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (FLAGS.contains(given.get(i))) {
                flags.add(given.get(i));
            } else {
                values.put(given.get(i), given.get(++i));
            }
        }
        Words words = new Words(values);
        ReplayArguments arguments = new ReplayArguments(
                task(words),
                words.optional("--organs").map(names -> named(names, Organ::of)).orElse(List.of(Organ.values())),
                words.optional("--methods")
                        .map(names -> named(names, Method::of))
                        .orElse(List.of()),
                words.required("--broker"),
                words.required("--ingest"),
                words.required("--query"),
                flags.contains("--json"),
                flags.contains("--keep"),
                words.optional("--report").map(Path::of),
                words.optional("--gate").map(Path::of));
        words.requireNoOther();
        return arguments;
    }

    private static Task task(Words words) {
        if (words.has("--embeddings")) {
            return new OfVectors(words.optional("--dataset"), words.path("--embeddings"), words.path("--labels"));
        }
        if (words.has("--resume")) {
            return new Resumed(words.required("--resume"), words.path("--state"));
        }
        if (words.has("--remove")) {
            return new Removal(words.required("--remove"), words.path("--state"));
        }
        return new OfImages(
                words.required("--dataset"), words.path("--images"), words.path("--labels"), words.path("--state"));
    }

    private static <T extends Comparable<T>> List<T> named(String names, Function<String, Optional<T>> named) {
        return Arrays.stream(names.split(","))
                .map(name -> named.apply(name).orElseThrow())
                .distinct()
                .sorted()
                .toList();
    }

    /** Each is taken once. */
    private record Words(Map<String, String> values) {
        boolean has(String name) {
            return values.containsKey(name);
        }

        Optional<String> optional(String name) {
            return Optional.ofNullable(values.remove(name));
        }

        String required(String name) {
            return optional(name).orElseThrow();
        }

        Path path(String name) {
            return Path.of(required(name));
        }

        void requireNoOther() {
            if (!values.isEmpty()) {
                throw new IllegalArgumentException("unknown: " + values.keySet());
            }
        }
    }
}
