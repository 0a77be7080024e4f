package io.mirstream.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.json.Json;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.stack.Distribution;
import io.mirstream.standalone.stack.Models;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The tiny benchmark of phantoms, replayed once for each model that is live. */
public final class DemoBenchmark {
    private static final String DATASET = "io.mirstream.eval.command.DatasetProgram";
    private static final String REPLAY = "io.mirstream.eval.command.ReplayProgram";
    private static final String SEED = "1";
    private static final String ORACLE = "text-to-text";

    private final Home home;
    private final Distribution distribution;
    private final Stack stack;
    private final Consumer<String> progress;

    public DemoBenchmark(Home home, Distribution distribution, Stack stack, Consumer<String> progress) {
        this.home = home;
        this.distribution = distribution;
        this.stack = stack;
        this.progress = progress;
    }

    /** As the schema {@code evaluation.v1} has it. */
    public JsonNode report() {
        String model = liveModel();
        Path file = folder(model).resolve("report.json");
        if (!Files.exists(file)) {
            Path dataset = dataset();
            progress.accept("replaying the benchmark of phantoms");
            replay(dataset, folder(model));
        }
        try {
            return Json.mapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new Failure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The page of a report. */
    public Path page(JsonNode report) {
        return folder(report.path("model").path("fingerprint").asText()).resolve("index.html");
    }

    private Path folder(String model) {
        return home.reports().resolve("demo-" + model);
    }

    private String liveModel() {
        return new Models(stack)
                .list().stream()
                        .filter(Models.Known::isLive)
                        .map(known -> known.fingerprint().value())
                        .findFirst()
                        .orElseThrow(() -> new Failure("no model is live"));
    }

    /** Below the inbox, where the services may read it; there as a whole or not at all. */
    private Path dataset() {
        Path dataset = home.inbox().resolve("benchmark-tiny");
        if (Files.exists(dataset)) {
            return dataset;
        }
        progress.accept("making the benchmark of phantoms");
        try {
            Path unfinished = Files.createTempDirectory(home.inbox(), ".unfinished-");
            run(DATASET, List.of("phantom", unfinished.toString(), "tiny", SEED));
            return Files.move(unfinished, dataset);
        } catch (IOException e) {
            throw new Failure("cannot write the benchmark of phantoms: " + e.getMessage(), e);
        }
    }

    private void replay(Path dataset, Path report) {
        run(
                REPLAY,
                List.of(
                        "--dataset", "phantoms-tiny",
                        "--images", dataset.toString(),
                        "--labels", dataset.toString(),
                        "--state", home.replays().toString(),
                        "--broker", stack.bootstrap(),
                        "--ingest", stack.serviceUrl(Service.INGEST),
                        "--query", stack.serviceUrl(Service.QUERY),
                        "--report", report.toString()));
    }

    private void run(String program, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(distribution.program(Service.EVAL, program, arguments))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(home.log("demo-benchmark").toFile());
        stack.key().ifPresent(key -> builder.environment().put("MIRSTREAM_API_KEY", key));
        try {
            int exitCode = builder.start().waitFor();
            if (exitCode != 0) {
                throw new Failure(
                        "the benchmark of phantoms ended with " + exitCode + ": see " + home.log("demo-benchmark"));
            }
        } catch (IOException e) {
            throw new Failure("the program cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while replaying the benchmark", e);
        }
    }

    // --- the table

    /** Stage precision at 3 of queries with a lesion, and flag precision at 3 of all: by organ and method. */
    public static List<List<String>> rows(JsonNode report) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode pool : report.path("pools")) {
            if (!pool.path("gallery").asText().equals("own")) {
                continue;
            }
            String organ = pool.path("organ").asText();
            for (JsonNode method : pool.path("methods")) {
                rows.add(List.of(
                        organ,
                        name(method.path("method").asText()),
                        cell(method.path("scores")
                                .path("lesions")
                                .path("corrected")
                                .path("tumor_stage_p@3")),
                        cell(method.path("scores").path("all").path("corrected").path("tumor_flag_p@3"))));
            }
            for (String baseline : List.of("chance", "same_source")) {
                JsonNode expected = pool.path("baselines").path(baseline);
                rows.add(List.of(
                        organ,
                        baseline.replace('_', ' '),
                        figure(expected.path("lesions").path("tumor_stage_p@3")),
                        figure(expected.path("all").path("tumor_flag_p@3"))));
            }
        }
        return rows;
    }

    /** Captions among captions are the labels in words. */
    private static String name(String method) {
        return method.equals(ORACLE) ? method + " (oracle)" : method;
    }

    private static String cell(JsonNode score) {
        return figure(score.path("mean")) + "  [" + figure(score.path("low")) + ", " + figure(score.path("high")) + "]";
    }

    private static String figure(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.3f", value.asDouble()) : "-";
    }
}
