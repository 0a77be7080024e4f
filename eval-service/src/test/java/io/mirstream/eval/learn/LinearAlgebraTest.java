package io.mirstream.eval.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Small cases, computed by hand. */
class LinearAlgebraTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    @Test
    void eigenvalues_come_largest_first_with_their_directions() {
        Linear.Eigen eigen = Linear.eigen(new double[][] {{2, 1}, {1, 2}});

        assertThat(eigen.values()).containsExactly(new double[] {3, 1}, ROUNDING);
        assertThat(eigen.vectors()[0][0]).isCloseTo(eigen.vectors()[0][1], ROUNDING);
        assertThat(eigen.vectors()[1][0]).isCloseTo(-eigen.vectors()[1][1], ROUNDING);
    }

    @Test
    void coordinates_keep_distances_and_need_fewer_numbers_than_vectors() {
        double[][] rows = {{1, 0, 0, 5}, {0, 2, 0, 5}, {0, 0, 3, 5}};

        Span span = Span.of(rows);
        double[][] coordinates = span.map().ofAll(rows);

        assertThat(span.dimension()).isEqualTo(2);
        assertThat(squaredDistance(coordinates[0], coordinates[1])).isCloseTo(5, ROUNDING);
        assertThat(squaredDistance(coordinates[1], coordinates[2])).isCloseTo(13, ROUNDING);
        assertThat(Linear.mean(coordinates)).containsExactly(new double[2], ROUNDING);
    }

    @Test
    void more_rows_than_columns_have_the_same_coordinates_as_fewer() {
        double[][] rows = {{0, 0}, {2, 0}, {0, 1}, {2, 1}, {1, 0.5}};

        double[][] coordinates = Span.of(rows).map().ofAll(rows);

        assertThat(squaredDistance(coordinates[0], coordinates[3])).isCloseTo(5, ROUNDING);
        assertThat(Math.abs(coordinates[0][0])).isCloseTo(1, ROUNDING);
        assertThat(Math.abs(coordinates[0][1])).isCloseTo(0.5, ROUNDING);
    }

    @Test
    void one_map_after_another_is_one_map() {
        AffineMap first = new AffineMap(new double[][] {{1, 2}, {3, 4}}, new double[] {1, -1});
        AffineMap second = new AffineMap(new double[][] {{2, 0}, {1, 1}, {0, -1}}, new double[] {0, 5, 0});

        AffineMap both = first.then(second);

        double[] vector = {0.5, -2};
        assertThat(both.of(vector)).containsExactly(second.of(first.of(vector)), ROUNDING);
        assertThat(both.weights()[1]).containsExactly(4, 6);
        assertThat(both.offset()).containsExactly(2, 5, 1);
    }

    /** Means at -1 and 1 along x; deviations of 1 along y: a covariance of diag(0, 2), whose ball has radius 1. */
    @Test
    void discriminant_of_two_classes_is_the_whitened_difference_of_their_means() {
        double[][] rows = {{-1, 1}, {-1, -1}, {1, 1}, {1, -1}};
        Discriminant discriminant = Discriminant.of(rows, new int[] {0, 0, 1, 1});

        AffineMap ball = discriminant.map(1);
        AffineMap half = discriminant.map(0.5);

        assertThat(ball.offset()).hasSize(1);
        assertThat(Math.abs(ball.of(new double[] {1, 7})[0])).isCloseTo(1, ROUNDING);
        assertThat(Math.abs(half.of(new double[] {1, 7})[0])).isCloseTo(Math.sqrt(2), ROUNDING);
        assertThat(half.of(new double[] {0, 7})[0]).isCloseTo(0, ROUNDING);
    }

    /** Deviations go together: what differs along (1, 1) counts less than what differs along (1, -1). */
    @Test
    void discriminant_turns_away_from_where_classes_are_wide() {
        double[][] rows = {{-3, -2}, {1, 2}, {-1, -2}, {3, 2}};

        AffineMap map = Discriminant.of(rows, new int[] {0, 0, 1, 1}).map(0.01);

        assertThat(Math.signum(map.weights()[0][0])).isEqualTo(-Math.signum(map.weights()[0][1]));
    }

    @Test
    void ridge_regression_of_a_line_is_drawn_towards_the_mean() {
        double[][] inputs = {{0}, {1}, {2}};
        double[][] outputs = {{0, 1}, {2, 1}, {4, 1}};

        AffineMap map = Ridge.of(inputs).map(outputs, 1);

        assertThat(map.of(new double[] {0})).containsExactly(new double[] {1, 1}, ROUNDING);
        assertThat(map.of(new double[] {2})).containsExactly(new double[] {3, 1}, ROUNDING);
        assertThat(Ridge.of(inputs).map(outputs, 1e-12).of(new double[] {2})[0]).isCloseTo(4, within(1e-9));
    }

    private static double squaredDistance(double[] a, double[] b) {
        double[] difference = Linear.minus(a, b);
        return Linear.dot(difference, difference);
    }
}
