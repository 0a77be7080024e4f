package io.mirstream.imaging.lesion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymmetricMatrixTest {
    private static final Percentage TWELVE_DIGITS = Percentage.withPercentage(1e-10);

    @Test
    void a_diagonal_is_sorted() {
        assertThat(SymmetricMatrix.eigenvalues(new double[][] {{3, 0, 0}, {0, 1, 0}, {0, 0, 2}}))
                .containsExactly(1, 2, 3);
    }

    @Test
    void equal_couplings_have_one_value_twice() {
        double[] values = SymmetricMatrix.eigenvalues(new double[][] {{2, 1, 1}, {1, 2, 1}, {1, 1, 2}});

        assertThat(values[0]).isCloseTo(1, TWELVE_DIGITS);
        assertThat(values[1]).isCloseTo(1, TWELVE_DIGITS);
        assertThat(values[2]).isCloseTo(4, TWELVE_DIGITS);
    }

    @Test
    void nothing_has_no_values() {
        assertThat(SymmetricMatrix.eigenvalues(new double[3][3])).containsExactly(0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 3", "1, 1, 1000", "0.001, 1, 1", "7, 7.0000001, 7.0000002", "1e-9, 2e-9, 3e-9", "1, 100, 10000"})
    void values_survive_any_turn_of_their_axes(double low, double middle, double high) {
        Random random = new Random(5);
        for (int repeat = 0; repeat < 200; repeat++) {
            double[][] axes = axes(random);
            double[] expected = {low, middle, high};
            double[][] matrix = new double[3][3];
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < 3; b++) {
                    for (int i = 0; i < 3; i++) {
                        matrix[Math.min(a, b)][Math.max(a, b)] += a <= b ? expected[i] * axes[i][a] * axes[i][b] : 0;
                    }
                    matrix[Math.max(a, b)][Math.min(a, b)] = matrix[Math.min(a, b)][Math.max(a, b)];
                }
            }

            double[] values = SymmetricMatrix.eigenvalues(matrix);

            assertThat(values[2]).isCloseTo(high, TWELVE_DIGITS);
            for (int i = 0; i < 2; i++) {
                // rounding of the matrix itself moves small values by steps of the largest
                assertThat(Math.abs(values[i] - expected[i])).isLessThan(1e-14 * high + 1e-12 * expected[i]);
            }
            assertThat(Arrays.stream(values).sum()).isCloseTo(low + middle + high, TWELVE_DIGITS);
        }
    }

    /** Three orthonormal rows, by a random unit quaternion. */
    private static double[][] axes(Random random) {
        double w = random.nextGaussian();
        double x = random.nextGaussian();
        double y = random.nextGaussian();
        double z = random.nextGaussian();
        double s = 2 / (w * w + x * x + y * y + z * z);
        return new double[][] {
            {1 - s * (y * y + z * z), s * (x * y - z * w), s * (x * z + y * w)},
            {s * (x * y + z * w), 1 - s * (x * x + z * z), s * (y * z - x * w)},
            {s * (x * z - y * w), s * (y * z + x * w), 1 - s * (x * x + y * y)}
        };
    }
}
