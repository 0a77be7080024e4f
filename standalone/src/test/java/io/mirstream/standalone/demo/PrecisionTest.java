package io.mirstream.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers worked by hand. */
class PrecisionTest {
    private static final double EXACT = 1e-12;

    private final Precision precision = new Precision("volume-avg");

    @Test
    void means_are_over_queries() {
        precision.add(List.of(true, false, true, true, false), 10);
        precision.add(List.of(false, false, true, false, false), 30);
        precision.add(List.of(false, false, false, true, true), 50);

        assertThat(precision.method()).isEqualTo("volume-avg");
        assertThat(precision.queries()).isEqualTo(3);
        assertThat(precision.at(1)).isEqualTo(1 / 3.0, within(EXACT)); // 1, 0, 0
        assertThat(precision.at(3)).isEqualTo(1 / 3.0, within(EXACT)); // 2/3, 1/3, 0
        assertThat(precision.at(5)).isEqualTo(6 / 15.0, within(EXACT)); // 3/5, 1/5, 2/5
        assertThat(precision.queriesWithHitWithin(1)).isEqualTo(1);
        assertThat(precision.queriesWithHitWithin(3)).isEqualTo(2);
        assertThat(precision.queriesWithHitWithin(4)).isEqualTo(3);
        assertThat(precision.meanTookMs()).isEqualTo(30, within(EXACT));
    }

    @Test
    void hit_that_is_missing_is_not_relevant() {
        precision.add(List.of(true, true), 1);

        assertThat(precision.at(5)).isEqualTo(2 / 5.0, within(EXACT));
    }

    @Test
    void no_query_is_no_division_by_zero() {
        assertThat(precision.at(3)).isZero();
        assertThat(precision.queriesWithHitWithin(3)).isZero();
        assertThat(precision.meanTookMs()).isZero();
    }
}
