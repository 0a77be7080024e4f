package io.mirstream.eval.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LiftTest {
    private static final Offset<Double> ROUNDING = within(1e-6);

    /** Slices differ along the first value by 1, and along the second not at all. */
    private static final List<Example> EXAMPLES =
            List.of(example("a", new float[] {1, 5}, new float[] {-1, 5}), example("b", new float[] {3, 5}));

    @Test
    void vectors_are_brought_to_length_1() {
        assertThat(Slices.values(Slices.unit(new float[] {3, -4}))).containsExactly(new double[] {0.6, -0.8}, ROUNDING);
        assertThat(Slices.unit(new float[2])).containsExactly(0, 0);
    }

    @Test
    void without_axes_a_volume_is_the_mean_of_its_slices() {
        Lift lift = Lift.of(EXAMPLES, 0);

        double[] difference = Linear.minus(lift.values(EXAMPLES.getLast()), lift.values(EXAMPLES.getFirst()));

        // means are (0, 5) and (3, 5): a variance of 2.25, which is made 1
        assertThat(difference).containsExactly(new double[] {2, 0}, ROUNDING);
    }

    @Test
    void axis_is_where_slices_differ_and_its_product_is_the_mean_square_along_it() {
        Lift lift = Lift.of(EXAMPLES, 2);

        assertThat(lift.axes().offset()).hasSize(1);
        // slices at 1, -1 and 3 have a mean of 1 and a variance of 8/3: squares are 4, 0 and 4 by sqrt(8/3)
        double unscaled = 2 / Math.sqrt(8.0 / 3);
        assertThat(lift.values(EXAMPLES.getFirst())[2] / lift.scales()[2]).isCloseTo(unscaled, ROUNDING);
        assertThat(lift.values(EXAMPLES.getLast())[2] / lift.scales()[2]).isCloseTo(2 * unscaled, ROUNDING);
    }

    /** What the design rests on: slices go through the head one by one, and are averaged afterwards. */
    @Test
    void lift_of_a_volume_is_the_mean_of_lifts_of_its_slices() {
        List<Example> examples = PlantedExamples.of(20, 4);
        Lift lift = Lift.of(examples, 5);

        double[] whole = lift.values(examples.getFirst());

        double[] mean = new double[whole.length];
        List<float[]> slices = examples.getFirst().slices();
        for (int slice = 0; slice < slices.size(); slice++) {
            double[] ofSlice = lift.values(example("slice " + slice, slices.get(slice)));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += ofSlice[i] / slices.size();
            }
        }
        assertThat(whole).hasSize(12 + 15).containsExactly(mean, within(1e-9));
    }

    private static Example example(String name, float[]... slices) {
        return new Example(name, name, "p", Map.of(), List.of(slices), Optional.empty());
    }
}
