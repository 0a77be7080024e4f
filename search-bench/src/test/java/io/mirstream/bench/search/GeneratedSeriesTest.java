package io.mirstream.bench.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedSeriesTest {
    private final GeneratedSeries series = new GeneratedSeries(1_000);

    @Test
    void same_series_is_the_same_in_every_run() {
        assertThat(series.embedding(7)).isEqualTo(new GeneratedSeries(1_000).embedding(7));
        assertThat(series.embedding(7).seriesInstanceUid()).isEqualTo(GeneratedSeries.uid(7));
    }

    @Test
    void some_series_are_much_alike_and_most_are_not() {
        double[] cosines = IntStream.range(1, 1_000)
                .mapToDouble(other -> cosine(vector(0), vector(other)))
                .sorted()
                .toArray();

        assertThat(cosines[500]).isCloseTo(0, within(0.15)); // of another cluster
        assertThat(cosines[980]).isCloseTo(0.5, within(0.15)); // of the same, which has a tenth of them
    }

    @ParameterizedTest
    @CsvSource({"one-percent, 10", "ten-percent, 100", "half, 500", "stack, 200"})
    void label_is_had_by_its_share_of_the_series(String label, int count) {
        assertThat(IntStream.range(0, 1_000)
                        .filter(at -> "yes".equals(series.embedding(at).labels().get(label)))
                        .count())
                .isEqualTo(count);
    }

    @Test
    void stacks_have_many_slices_and_others_one() {
        assertThat(series.embedding(199).slices()).hasSize(100);
        assertThat(series.embedding(200).slices()).hasSize(1);
    }

    private Vector vector(int at) {
        return series.embedding(at).pooled().get(Pooling.AVG);
    }

    private static double cosine(Vector unit, Vector other) {
        float[] a = unit.toArray();
        float[] b = other.toArray();
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
        }
        return product;
    }
}
