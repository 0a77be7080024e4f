package io.mirstream.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.eval.dataset.VolumeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
    @Test
    void few_queries_are_swapped_in_all_ways() {
        assertThat(of(new double[] {1, 1, 1}, new double[] {0, 0, 0}).pValue()).isEqualTo(2 / 8.0);
        assertThat(of(new double[] {0.5, 0, 0.25}, new double[] {0, 0.25, 0}).pValue())
                .isEqualTo(6 / 8.0);
        assertThat(of(new double[] {0.3, 0.4}, new double[] {0.3, 0.4}).pValue())
                .isEqualTo(1);
    }

    @Test
    void mean_is_what_the_first_has_more() {
        PairedDifference difference = of(new double[] {0.5, 0, 0.25}, new double[] {0, 0.25, 0});

        assertThat(difference.mean()).isCloseTo(0.5 / 3, within(1e-12));
        assertThat(difference.interval().low()).isLessThan(difference.mean());
        assertThat(difference.interval().high()).isGreaterThan(difference.mean());
    }

    @Test
    void many_queries_that_agree_are_significant_and_many_that_do_not_are_not() {
        double[] better = new double[20];
        double[] mixed = new double[20];
        for (int i = 0; i < 20; i++) {
            better[i] = 1;
            mixed[i] = i % 2;
        }
        double[] half = new double[20];
        Arrays.fill(half, 0.5);

        assertThat(of(better, half).pValue()).isLessThan(0.001).isPositive();
        assertThat(of(mixed, half).pValue()).isEqualTo(1);
    }

    @Test
    void sampled_permutations_agree_with_all_of_them() {
        double[] seventeen = new double[17];
        for (int i = 0; i < 17; i++) {
            seventeen[i] = i < 12 ? 1 : -1;
        }

        // 12 or more of 17 fair coins on one side: 2 * 9402 / 131072
        assertThat(of(seventeen, new double[17]).pValue()).isCloseTo(0.1435, within(0.01));
    }

    @Test
    void no_number_has_no_p_value() {
        assertThat(of(new double[] {Double.NaN, 1}, new double[] {0, 0}).pValue())
                .isNaN();
    }

    @Test
    void other_queries_are_not_compared() {
        Scores one = scores("a", 1);
        Scores other = scores("b", 1);

        assertThatThrownBy(() -> PairedDifference.of(one, other, Metric.PRECISION_3, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> PairedDifference.of(new Scores(List.of()), new Scores(List.of()), Metric.PRECISION_3, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PairedDifference of(double[] first, double[] second) {
        return PairedDifference.of(scores("q", first), scores("q", second), Metric.PRECISION_3, 1);
    }

    private static Scores scores(String name, double... values) {
        List<Scores.OfQuery> queries = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            queries.add(new Scores.OfQuery(new VolumeId(name + i), Map.of(Metric.PRECISION_3, values[i])));
        }
        return new Scores(queries);
    }
}
