package io.mirstream.embed.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.embed.encode.Intensity.Clip;
import io.mirstream.embed.encode.Intensity.Linear;
import io.mirstream.embed.encode.Intensity.Normalize;
import io.mirstream.embed.encode.Intensity.Operation;
import io.mirstream.embed.encode.Intensity.Repeat;
import io.mirstream.embed.encode.Intensity.Window;
import io.mirstream.embed.encode.Intensity.Windows;
import io.mirstream.embed.encode.Intensity.ZScore;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntensityTest {
    private static final float[] HU = {-1000, -60, 40, 240, 1000};

    @Test
    void without_operations_hounsfield_units_stay() {
        assertThat(apply(HU)).containsExactly(HU);
    }

    @Test
    void clip_keeps_a_range() {
        assertThat(apply(HU, new Clip(-160, 240))).containsExactly(-160, -60, 40, 240, 240);
    }

    @Test
    void linear_follows_a_line_beyond_its_points() {
        assertThat(apply(HU, new Linear(-160, 240, 0, 1)))
                .containsExactly(new float[] {-2.1f, 0.25f, 0.5f, 1, 2.9f}, within(1e-6f));
    }

    @Test
    void windows_become_channels_from_0_to_1() {
        Windows windows = new Windows(List.of(new Window(-160, 240), new Window(0, 80)));

        assertThat(apply(HU, windows))
                .containsExactly(new float[] {0, 0.25f, 0.5f, 1, 1, 0, 0, 0.5f, 1, 1}, within(1e-6f));
    }

    @Test
    void repeated_channels_are_normalized_each_by_its_own_mean_and_deviation() {
        float[] channels =
                apply(new float[] {1, 2}, new Repeat(3), new Normalize(List.of(0f, 1f, 2f), List.of(1f, 0.5f, 2f)));

        assertThat(channels).containsExactly(1, 2, 0, 2, -0.5f, 0);
    }

    @Test
    void z_score_of_a_slice_is_its_own() {
        assertThat(apply(new float[] {2, 4, 4, 6}, new ZScore(false))) // mean 4, deviation sqrt 2
                .containsExactly(new float[] {-1.414214f, 0, 0, 1.414214f}, within(1e-6f));
    }

    @Test
    void z_score_of_a_volume_is_over_all_its_parts_after_the_operations_before() {
        Intensity intensity = new Intensity(List.of(new Clip(0, 10), new ZScore(true), new Clip(0, 9)));
        List<Part> parts = List.of(new Part(0, new float[] {-5, 0}), new Part(1, new float[] {10, 99}));

        Intensity.OfSeries series = intensity.of(parts); // 0, 0, 10, 10: mean 5, deviation 5

        assertThat(series.channels(parts.get(0))).containsExactly(0, 0);
        assertThat(series.channels(parts.get(1))).containsExactly(1, 1);
    }

    @Test
    void what_does_not_vary_has_score_0() {
        assertThat(apply(new float[] {7, 7}, new ZScore(false))).containsExactly(0, 0);
    }

    @Test
    void part_is_left_as_it_was() {
        float[] hounsfield = {-2000, 2000};

        apply(hounsfield, new Clip(-160, 240), new ZScore(true));

        assertThat(hounsfield).containsExactly(-2000, 2000);
    }

    @Test
    void operations_in_a_row_agree_with_plain_arithmetic() {
        Random random = new Random(1);
        float[] values = new float[1_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-1024, 3072);
        }

        float[] channels = apply(
                values,
                new Clip(-160, 240),
                new Linear(-160, 240, 0, 1),
                new Repeat(2),
                new Normalize(List.of(0.48f, 0.41f), List.of(0.27f, 0.28f)));

        for (int i = 0; i < values.length; i++) {
            double unit = (Math.min(240.0, Math.max(-160.0, values[i])) + 160) / 400;
            assertThat((double) channels[i]).isCloseTo((unit - 0.48) / 0.27, within(1e-4));
            assertThat((double) channels[values.length + i]).isCloseTo((unit - 0.41) / 0.28, within(1e-4));
        }
    }

    @Test
    void operations_that_do_not_follow_each_other_are_refused() {
        assertRefused(new Repeat(3), new Repeat(3));
        assertRefused(new Repeat(3), new Windows(List.of(new Window(0, 1))));
        assertRefused(new Repeat(3), new Normalize(List.of(0f), List.of(1f)));
    }

    private static void assertRefused(Operation... operations) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Intensity(List.of(operations)));
    }

    private static float[] apply(float[] hounsfield, Operation... operations) {
        Part part = new Part(0, hounsfield);
        return new Intensity(List.of(operations)).of(List.of(part)).channels(part);
    }
}
