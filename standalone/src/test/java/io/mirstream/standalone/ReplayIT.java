package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.notebook.NotebookRetrieval;
import io.mirstream.eval.notebook.NotebookRetrieval.Pooling;
import io.mirstream.eval.notebook.NotebookRetrieval.Rule;
import io.mirstream.eval.notebook.NotebookScorer;
import io.mirstream.standalone.stack.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the notebooks' methods find in memory, the services find. */
@ExtendWith(RunningStack.class)
class ReplayIT {
    private static final long SEED = 4;
    private static final double TOLERANCE = 1e-6;

    @TempDir
    private Path folder;

    @Test
    void services_rank_and_score_as_the_notebooks_do(Mirstream mirstream) throws IOException {
        RandomBenchmark benchmark = RandomBenchmark.write(folder, SEED);
        List<Models.Known> before = new Models(mirstream.stack()).list();

        Mirstream.Ended ended =
                mirstream.run("replay", "--embeddings", folder.toString(), "--labels", folder.toString(), "--json");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        for (String pool : RandomBenchmark.POOLS) {
            Map<String, Map<VolumeId, List<VolumeId>>> expected = rankings(benchmark, pool);
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
        assertThat(new Models(mirstream.stack()).list())
                .extracting(Models.Known::fingerprint)
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(Models.Known::fingerprint).toList());
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

    private static Map<String, Map<VolumeId, List<VolumeId>>> rankings(RandomBenchmark benchmark, String pool) {
        NotebookRetrieval retrieval = new NotebookRetrieval(benchmark.gallery(pool));
        Map<String, Map<VolumeId, List<VolumeId>>> rankings = new TreeMap<>();
        for (VolumeId query : benchmark.queries(pool)) {
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
