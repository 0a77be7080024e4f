package io.mirstream.query.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.query.search.SeriesKey;
import io.mirstream.query.search.SliceMatrix;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class MatricesTest {
    private static final SliceMatrix FOUR_BYTES = SliceMatrix.of(FloatBuffer.wrap(new float[] {1}), 1);

    private final Matrices matrices = new Matrices(8);

    @Test
    void those_that_were_used_last_are_kept() {
        matrices.put(of("1.1", 1), FOUR_BYTES);
        matrices.put(of("1.2", 1), FOUR_BYTES);
        assertThat(matrices.get(of("1.1", 1))).isPresent();

        matrices.put(of("1.3", 1), FOUR_BYTES);

        assertThat(matrices.get(of("1.1", 1))).isPresent();
        assertThat(matrices.get(of("1.2", 1))).isEmpty();
        assertThat(matrices.get(of("1.3", 1))).isPresent();
    }

    @Test
    void one_that_comes_again_is_counted_once() {
        matrices.put(of("1.1", 1), FOUR_BYTES);
        matrices.put(of("1.1", 1), FOUR_BYTES);

        matrices.put(of("1.2", 1), FOUR_BYTES);

        assertThat(matrices.get(of("1.1", 1))).isPresent();
    }

    @Test
    void another_revision_is_another_one_s() {
        matrices.put(of("1.1", 1), FOUR_BYTES);

        assertThat(matrices.get(of("1.1", 2))).isEmpty();
    }

    @Test
    void one_that_is_larger_than_all_may_be_is_not_kept() {
        matrices.put(of("1.1", 1), SliceMatrix.of(FloatBuffer.wrap(new float[] {1, 2, 3}), 1));

        assertThat(matrices.get(of("1.1", 1))).isEmpty();
    }

    private static Matrices.Of of(String series, long revision) {
        return new Matrices.Of("index", new SeriesKey(CollectionName.CLINICAL, new SeriesUid(series)), revision);
    }
}
