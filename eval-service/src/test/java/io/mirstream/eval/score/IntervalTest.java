package io.mirstream.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void mean_of_coin_tosses_lies_as_the_normal_distribution_says() {
        double[] values = new double[100];
        for (int i = 0; i < 50; i++) {
            values[i] = 1;
        }

        Interval interval = Interval.ofMean(values, 1);

        assertThat(interval.low()).isCloseTo(0.5 - 1.96 * 0.05, within(0.011));
        assertThat(interval.high()).isCloseTo(0.5 + 1.96 * 0.05, within(0.011));
    }

    @Test
    void one_seed_gives_one_interval() {
        double[] values = {0.1, 0.5, 0.7, 0.2, 0.9, 0.35, 0.61};

        assertThat(Interval.ofMean(values, 7)).isEqualTo(Interval.ofMean(values, 7));
        assertThat(Interval.ofMean(values, 7)).isNotEqualTo(Interval.ofMean(values, 8));
    }

    @Test
    void without_spread_there_is_no_width() {
        assertThat(Interval.ofMean(new double[] {0.25, 0.25}, 1)).isEqualTo(new Interval(0.25, 0.25));
    }

    @Test
    void without_numbers_there_is_no_interval() {
        assertThat(Interval.ofMean(new double[0], 1)).isEqualTo(new Interval(Double.NaN, Double.NaN));
        assertThat(Interval.ofMean(new double[] {1, Double.NaN}, 1)).isEqualTo(new Interval(Double.NaN, Double.NaN));
    }

    @Test
    void quantile_is_linear_between_values() {
        double[] sorted = {0, 10, 20, 40};

        assertThat(Interval.quantile(sorted, 0)).isZero();
        assertThat(Interval.quantile(sorted, 0.5)).isEqualTo(15);
        assertThat(Interval.quantile(sorted, 0.1)).isCloseTo(3, within(1e-12));
        assertThat(Interval.quantile(sorted, 1)).isEqualTo(40);
    }
}
