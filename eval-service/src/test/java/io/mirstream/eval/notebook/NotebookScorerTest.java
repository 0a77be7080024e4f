package io.mirstream.eval.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.score.Hits;
import io.mirstream.eval.score.Metric;
import io.mirstream.eval.score.Scores;
import io.mirstream.eval.score.Scoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookScorerTest {
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 9, 10, 14})
    void reference_scores_are_the_notebooks_whatever_the_shortest_list(int shortest) {
        SplittableRandom random = new SplittableRandom(shortest);
        for (int round = 0; round < 200; round++) {
            int[][] relevant = new int[1 + random.nextInt(30)][];
            for (int query = 0; query < relevant.length; query++) {
                relevant[query] = random.ints(query == 0 ? shortest : shortest + random.nextInt(4), 0, 2)
                        .toArray();
            }

            Map<String, Double> expected = NotebookScorer.score(relevant);
            Scores scores = Scoring.REFERENCE.score(hits(relevant));

            assertThat(scores.mean(Metric.PRECISION_3)).isCloseTo(expected.get("p@3"), within(TOLERANCE));
            assertThat(scores.mean(Metric.PRECISION_5)).isCloseTo(expected.get("p@5"), within(TOLERANCE));
            assertThat(scores.mean(Metric.PRECISION_10)).isCloseTo(expected.get("p@10"), within(TOLERANCE));
            assertThat(scores.mean(Metric.AVERAGE_PRECISION))
                    .isCloseTo(expected.get("avg_precision"), within(TOLERANCE));
        }
    }

    private static List<Hits> hits(int[][] relevant) {
        List<Hits> hits = new ArrayList<>();
        for (int query = 0; query < relevant.length; query++) {
            List<Boolean> ranked =
                    Arrays.stream(relevant[query]).mapToObj(hit -> hit == 1).toList();
            hits.add(new Hits(new VolumeId("q" + query), ranked, ranked.size()));
        }
        return hits;
    }
}
