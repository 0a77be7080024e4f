package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.notebook.NotebookRetrieval;
import io.mirstream.eval.notebook.NotebookRetrieval.Pooling;
import io.mirstream.eval.notebook.NotebookRetrieval.Rule;
import io.mirstream.eval.notebook.NotebookScorer;
import io.mirstream.standalone.stack.Models;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the notebooks' methods find in memory, the services find. */
@ExtendWith(RunningStack.class)
class ReplayIT {
    private static final long SEED = 4;
    private static final double TOLERANCE = 1e-6;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Pattern FELL = Pattern.compile("mirstream_replays_total\\{.*outcome=\"fell\".*} [1-9]");

    @TempDir
    private Path folder;

    @Test
    void services_rank_and_score_as_the_notebooks_do_in_both_galleries_and_a_gate_sees_the_fall(Mirstream mirstream)
            throws IOException {
        RandomBenchmark benchmark = RandomBenchmark.write(folder, SEED);
        List<Models.Known> before = new Models(mirstream.stack()).list();
        Path distinct = folder.resolve("distinct");
        benchmark.writeDistinct(distinct);
        Path report = folder.resolve("report");

        Mirstream.Ended better = mirstream.run(
                "replay",
                "--embeddings",
                distinct.toString(),
                "--labels",
                folder.toString(),
                "--report",
                distinct.toString(),
                "--organ",
                "colon",
                "--method",
                "volume-avgpooling",
                "--json");
        Mirstream.Ended ended = mirstream.run(
                "replay",
                "--embeddings",
                folder.toString(),
                "--labels",
                folder.toString(),
                "--report",
                report.toString(),
                "--gate",
                distinct.resolve("report.json").toString(),
                "--json");

        assertThat(better.exitCode()).as(better.err()).isZero();
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err())
                .contains("own colon volume-avgpooling: tumor_stage_p@3 of lesions queries fell from 1.000 to");
        for (String pool : RandomBenchmark.POOLS) {
            Map<String, Map<VolumeId, List<VolumeId>>> expected =
                    rankings(benchmark, benchmark.gallery(pool), benchmark.queries(pool));
            JsonNode replayed = ended.json().path(pool);
            assertThat(replayed.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(expected.keySet());
            expected.forEach((method, rankings) -> {
                JsonNode ofMethod = replayed.path(method);
                rankings.forEach((query, ranked) -> assertThat(
                                names(ofMethod.path("queries").path(query.value())))
                        .as("%s, %s, %s", pool, method, query)
                        .isEqualTo(ranked));
                assertScores(ofMethod.path("reference"), benchmark, pool, rankings);
            });
        }
        assertPooled(Mirstream.json(Files.readString(report.resolve("report.json"))), benchmark);
        assertThat(new Models(mirstream.stack()).list())
                .extracting(Models.Known::fingerprint)
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(Models.Known::fingerprint).toList());
        assertScheduled(mirstream, distinct.resolve("report.json"), id(report));
    }

    /** All four indices, without a volume that is a query of any pool, such as the normal that each pool has borrowed. */
    private static void assertPooled(JsonNode report, RandomBenchmark benchmark) {
        Map<VolumeId, List<float[]>> gallery = benchmark.pooledGallery();
        assertThat(gallery).hasSize(36).doesNotContainKey(new VolumeId("colon_3"));
        assertThat(benchmark.gallery("colon")).containsKey(new VolumeId("colon_3"));
        assertThat(benchmark.queries("liver")).contains(new VolumeId("colon_3"));
        for (String pool : RandomBenchmark.POOLS) {
            Map<String, Map<VolumeId, List<VolumeId>>> expected = rankings(benchmark, gallery, benchmark.queries(pool));
            JsonNode pooled = pool(report, "pooled", pool);
            assertThat(pooled.path("candidates").asInt()).isEqualTo(gallery.size());
            for (JsonNode method : pooled.path("methods")) {
                Map<VolumeId, List<VolumeId>> rankings =
                        expected.remove(method.path("method").asText());
                for (JsonNode query : method.path("queries")) {
                    VolumeId asked = new VolumeId(query.path("volume").asText());
                    assertThat(names(query.path("found")))
                            .as("%s, %s, %s", pool, method.path("method"), asked)
                            .isEqualTo(rankings.remove(asked))
                            .doesNotContain(asked);
                }
                assertThat(rankings).isEmpty();
            }
            assertThat(expected).isEmpty();
            assertThat(pooled.path("methods").findValues("found").toString())
                    .contains(RandomBenchmark.POOLS.stream()
                            .map(organ -> "\"" + organ + "_")
                            .toArray(String[]::new));
        }
    }

    /** The eval-service replays by itself, its score is below the baseline's, and the query-service shows the report. */
    private void assertScheduled(Mirstream mirstream, Path baseline, String id) {
        Instant before = finished(mirstream, id).orElseThrow();
        List<Models.Known> models = new Models(mirstream.stack()).list();
        mirstream.stack().process(Service.EVAL).stop();
        try {
            mirstream
                    .stack()
                    .start(
                            Service.EVAL,
                            Map.of(
                                    "mirstream.replay.schedule",
                                    "0/2 * * * * ?",
                                    "mirstream.replay.dataset",
                                    "by-schedule",
                                    "mirstream.replay.embeddings",
                                    folder.toString(),
                                    "mirstream.replay.labels",
                                    folder.toString(),
                                    "mirstream.replay.reports",
                                    folder.resolve("reports").toString(),
                                    "mirstream.replay.baseline",
                                    baseline.toString()));
            mirstream.stack().awaitReady(Service.EVAL);
            String eval = mirstream.stack().serviceUrl(Service.EVAL);
            await("the metric of a score that fell")
                    .atMost(Mirstream.PATIENCE)
                    .pollInterval(POLL)
                    .until(() -> mirstream.get(eval + "/q/metrics").body(), FELL.asPredicate());
            await("the report at the query-service")
                    .atMost(Mirstream.PATIENCE)
                    .pollInterval(POLL)
                    .until(() ->
                            finished(mirstream, id).filter(before::isBefore).isPresent());
            assertThat(mirstream.get(eval + "/q/metrics").body())
                    .contains("mirstream_evaluation_score{gallery=\"pooled\"");
            assertThat(evaluation(mirstream, id).path("dataset").asText()).isEqualTo("by-schedule");
        } finally {
            mirstream.stack().process(Service.EVAL).stop();
        }
        assertThat(new Models(mirstream.stack()).list()).hasSameSizeAs(models);
    }

    private static JsonNode evaluation(Mirstream mirstream, String id) {
        HttpResponse<String> response =
                mirstream.get(mirstream.stack().serviceUrl(Service.QUERY) + "/v1/evaluations/" + id);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Mirstream.json(response);
    }

    private static Optional<Instant> finished(Mirstream mirstream, String id) {
        JsonNode listed =
                Mirstream.json(mirstream.get(mirstream.stack().serviceUrl(Service.QUERY) + "/v1/evaluations"));
        for (JsonNode each : listed.path("evaluations")) {
            if (each.path("id").asText().equals(id)) {
                return Optional.of(Instant.parse(each.path("finished").asText()));
            }
        }
        return Optional.empty();
    }

    private static String id(Path report) throws IOException {
        return Mirstream.json(Files.readString(report.resolve("report.json")))
                .path("id")
                .asText();
    }

    private static JsonNode pool(JsonNode report, String gallery, String organ) {
        for (JsonNode pool : report.path("pools")) {
            if (pool.path("gallery").asText().equals(gallery)
                    && pool.path("organ").asText().equals(organ)) {
                return pool;
            }
        }
        throw new AssertionError("the report has no gallery " + gallery + " of " + organ);
    }

    @Test
    void vectors_that_are_not_there_end_with_1_and_leave_nothing(Mirstream mirstream) throws IOException {
        RandomBenchmark.write(folder, SEED);
        List<Models.Known> before = new Models(mirstream.stack()).list();

        Mirstream.Ended ended =
                mirstream.run("replay", "--embeddings", folder + "/none", "--labels", folder.toString(), "--json");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("LOCATION_NOT_FOUND");
        assertThat(new Models(mirstream.stack()).list()).hasSameSizeAs(before);
    }

    private static Map<String, Map<VolumeId, List<VolumeId>>> rankings(
            RandomBenchmark benchmark, Map<VolumeId, List<float[]>> gallery, List<VolumeId> queries) {
        NotebookRetrieval retrieval = new NotebookRetrieval(gallery);
        Map<String, Map<VolumeId, List<VolumeId>>> rankings = new TreeMap<>();
        for (VolumeId query : queries) {
            List<float[]> slices = benchmark.slices(query);
            Map<String, List<VolumeId>> ofQuery = Map.of(
                    "slice-freq", retrieval.slices(slices, Rule.FREQ),
                    "slice-max", retrieval.slices(slices, Rule.MAX),
                    "slice-sum", retrieval.slices(slices, Rule.SUM),
                    "volume-median", retrieval.volumes(slices, Pooling.MEDIAN),
                    "volume-maxpooling", retrieval.volumes(slices, Pooling.MAXPOOLING),
                    "volume-avgpooling", retrieval.volumes(slices, Pooling.AVGPOOLING),
                    "volume-std", retrieval.volumes(slices, Pooling.STD),
                    "caption", retrieval.caption(benchmark.text(query)),
                    "hybrid", retrieval.hybrid(slices, benchmark.text(query)));
            ofQuery.forEach((method, ranked) ->
                    rankings.computeIfAbsent(method, none -> new TreeMap<>()).put(query, ranked));
        }
        return rankings;
    }

    private static void assertScores(
            JsonNode reference, RandomBenchmark benchmark, String pool, Map<VolumeId, List<VolumeId>> rankings) {
        int[][] flags = new int[rankings.size()][];
        int[][] groups = new int[rankings.size()][];
        int row = 0;
        for (Map.Entry<VolumeId, List<VolumeId>> each : rankings.entrySet()) {
            int group = benchmark.group(pool, each.getKey());
            flags[row] = each.getValue().stream()
                    .mapToInt(found -> benchmark.group(pool, found) > 0 == group > 0 ? 1 : 0)
                    .toArray();
            groups[row] = each.getValue().stream()
                    .mapToInt(found -> benchmark.group(pool, found) == group ? 1 : 0)
                    .toArray();
            row++;
        }
        assertScores(reference, "flag", NotebookScorer.score(flags));
        assertScores(reference, "stage", NotebookScorer.score(groups));
    }

    private static void assertScores(JsonNode reference, String relevance, Map<String, Double> expected) {
        for (String precision : List.of("p@3", "p@5", "p@10")) {
            assertThat(reference.path("tumor_" + relevance + "_" + precision).asDouble(Double.NaN))
                    .isCloseTo(expected.get(precision), within(TOLERANCE));
        }
        assertThat(reference.path(relevance + "_avg_precision").asDouble(Double.NaN))
                .isCloseTo(expected.get("avg_precision"), within(TOLERANCE));
    }

    private static List<VolumeId> names(JsonNode ranked) {
        List<VolumeId> names = new ArrayList<>();
        ranked.forEach(name -> names.add(new VolumeId(name.asText())));
        return names;
    }
}
