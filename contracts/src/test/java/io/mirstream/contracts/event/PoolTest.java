package io.mirstream.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PoolTest {
    private static final List<float[]> FOUR =
            List.of(new float[] {9, -4, 0}, new float[] {1, -8, 0}, new float[] {2, -2, 0}, new float[] {4, -6, 0});

    @ParameterizedTest
    @CsvSource({
        "AVG, 4, -5",
        "MAX, 9, -2",
        "MEDIAN, 3, -5", // the mean of the middle two
        "STD, 3.082207, 2.236068" // of the population: sqrt(38 / 4), sqrt(20 / 4)
    })
    void vectors_are_pooled_element_by_element(Pooling pooling, float first, float second) {
        assertThat(Pool.of(pooling, FOUR)).containsExactly(first, second, 0);
    }

    @Test
    void median_of_an_odd_count_is_the_one_in_the_middle() {
        assertThat(Pool.of(Pooling.MEDIAN, FOUR.subList(0, 3))).containsExactly(2, -4, 0);
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void one_vector_is_its_own_pool_and_deviates_from_nothing(Pooling pooling) {
        float[] pooled = Pool.of(pooling, List.of(new float[] {3, -1}));

        switch (pooling) {
            case AVG, MAX, MEDIAN -> assertThat(pooled).containsExactly(3, -1);
            case STD -> assertThat(pooled).containsExactly(0, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void vectors_are_left_as_they_were(Pooling pooling) {
        List<float[]> vectors = List.of(new float[] {2, 1}, new float[] {1, 2});

        Pool.of(pooling, vectors);

        assertThat(vectors.get(0)).containsExactly(2, 1);
        assertThat(vectors.get(1)).containsExactly(1, 2);
    }

    @Test
    void many_small_values_beside_a_large_one_are_not_lost() {
        List<float[]> vectors = new java.util.ArrayList<>(java.util.Collections.nCopies(9_999, new float[] {0.1f}));
        vectors.addFirst(new float[] {1e6f});

        assertThat(Pool.of(Pooling.AVG, vectors)[0]).isEqualTo(100.09999f);
    }
}
