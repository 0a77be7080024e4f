package io.mirstream.query.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.event.Vector;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceMatrixTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 7", "5, 8", "100, 256", "2, 19"}) // elements are added eight at a time
    void cosines_are_those_of_each_slice_by_itself(int slices, int dimension) {
        Random random = new Random(slices);
        List<Vector> vectors = new ArrayList<>();
        FloatBuffer values = FloatBuffer.allocate(slices * dimension);
        for (int slice = 0; slice < slices; slice++) {
            float[] vector = random(random, dimension);
            vectors.add(Vector.of(vector));
            values.put(vector);
        }
        float[] query = SliceMatrix.unit(Vector.of(random(random, dimension)));

        float[] ofVectors = SliceMatrix.of(vectors).cosines(query);
        float[] ofValues = SliceMatrix.of(values.flip(), slices).cosines(query);

        assertThat(ofValues).containsExactly(ofVectors);
        for (int slice = 0; slice < slices; slice++) {
            assertThat((double) ofVectors[slice])
                    .isCloseTo(cosine(query, vectors.get(slice).toArray()), within(1e-5));
        }
    }

    private static float[] random(Random random, int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static double cosine(float[] unit, float[] other) {
        double product = 0;
        double squares = 0;
        for (int i = 0; i < unit.length; i++) {
            product += (double) unit[i] * other[i];
            squares += (double) other[i] * other[i];
        }
        return product / Math.sqrt(squares);
    }
}
