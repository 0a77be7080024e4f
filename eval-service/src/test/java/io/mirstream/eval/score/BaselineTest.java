package io.mirstream.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.PublishedFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTest {
    /** The known figures have three digits. */
    private static final double ROUNDED = 0.0005;

    /** Those of average precision are means of 200 simulations. */
    private static final double SIMULATED = 0.015;

    @Test
    void chance_is_the_share_of_relevant_volumes() {
        Scores flag = Baseline.CHANCE.expected(SmallPool.POOL, Relevance.FLAG, QuerySelection.ALL);

        assertThat(flag.values(Metric.PRECISION_3)).containsExactly(new double[] {0.6, 0.6, 0.4}, within(1e-12));
        assertThat(Baseline.CHANCE
                        .expected(SmallPool.POOL, Relevance.GROUP, QuerySelection.LESIONS)
                        .values(Metric.PRECISION_3))
                .containsExactly(new double[] {0.4, 0.2}, within(1e-12));
    }

    @Test
    void source_tells_the_flag_where_normals_are_borrowed() {
        Scores flag = Baseline.SAME_SOURCE.expected(SmallPool.POOL, Relevance.FLAG, QuerySelection.ALL);
        Scores group = Baseline.SAME_SOURCE.expected(SmallPool.POOL, Relevance.GROUP, QuerySelection.ALL);

        assertThat(flag.values(Metric.PRECISION_3)).containsExactly(new double[] {1, 1, 2 / 3.0}, within(1e-12));
        assertThat(group.values(Metric.PRECISION_3))
                .containsExactly(new double[] {2 / 3.0, 1 / 3.0, 2 / 3.0}, within(1e-12));
    }

    @Test
    void normal_of_the_own_task_stands_among_the_lesions() {
        Pool pool = new Pool(
                Organ.COLON,
                List.of(
                        SmallPool.lesion("c1", 2),
                        SmallPool.normal(Organ.COLON, "h1"),
                        SmallPool.normal(Organ.LUNG, "l1"),
                        SmallPool.lesion("q2", 2)),
                SmallPool.ids("l1", "h1", "c1"),
                SmallPool.ids("q2"));

        Scores flag = Baseline.SAME_SOURCE.expected(pool, Relevance.FLAG, QuerySelection.ALL);

        assertThat(flag.mean(Metric.RECIPROCAL_RANK_10)).isEqualTo((1 + 0.5) / 2); // c1 is first or second
    }

    @ParameterizedTest
    @CsvSource({
        "LIVER, 0.562, 0.310, 0.655, 0.444",
        "COLON, 0.536, 0.269, 0.628, 0.411",
        "PANCREAS, 0.797, 0.433, 0.829, 0.526",
        "LUNG, 0.500, 0.279, 0.600, 0.419"
    })
    void chance_in_the_published_pools_is_known(Organ organ, double flag, double stage, double flagAp, double stageAp) {
        Pool pool = published(organ);

        for (Metric metric : new Metric[] {Metric.PRECISION_3, Metric.PRECISION_5, Metric.PRECISION_10}) {
            assertThat(mean(Baseline.CHANCE, pool, Relevance.FLAG, metric)).isCloseTo(flag, within(ROUNDED));
            assertThat(mean(Baseline.CHANCE, pool, Relevance.GROUP, metric)).isCloseTo(stage, within(ROUNDED));
        }
        assertThat(mean(Baseline.CHANCE, pool, Relevance.FLAG, Metric.AVERAGE_PRECISION))
                .isCloseTo(flagAp, within(SIMULATED));
        assertThat(mean(Baseline.CHANCE, pool, Relevance.GROUP, Metric.AVERAGE_PRECISION))
                .isCloseTo(stageAp, within(SIMULATED));
    }

    @ParameterizedTest
    @CsvSource({
        "LIVER, 0.452, 0.795, 0.827, 0.548",
        "COLON, 0.628, 1.000, 0.995, 0.700",
        "PANCREAS, 0.593, 1.000, 1.000, 0.665",
        "LUNG, 0.709, 1.000, 0.997, 0.762"
    })
    void shortcut_in_the_published_pools_is_known(
            Organ organ, double stage, double flag, double flagAp, double stageAp) {
        Pool pool = published(organ);

        assertThat(mean(Baseline.SAME_SOURCE, pool, Relevance.GROUP, Metric.PRECISION_3))
                .isCloseTo(stage, within(ROUNDED));
        assertThat(mean(Baseline.SAME_SOURCE, pool, Relevance.FLAG, Metric.PRECISION_3))
                .isCloseTo(flag, within(SIMULATED));
        assertThat(mean(Baseline.SAME_SOURCE, pool, Relevance.FLAG, Metric.AVERAGE_PRECISION))
                .isCloseTo(flagAp, within(SIMULATED));
        assertThat(mean(Baseline.SAME_SOURCE, pool, Relevance.GROUP, Metric.AVERAGE_PRECISION))
                .isCloseTo(stageAp, within(SIMULATED));
    }

    private static double mean(Baseline baseline, Pool pool, Relevance relevance, Metric metric) {
        return baseline.expected(pool, relevance, QuerySelection.ALL).mean(metric);
    }

    private static Pool published(Organ organ) {
        return new LabelFolder(PublishedFiles.folder()).read(organ).pool();
    }
}
