package io.mirstream.imaging.lesion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LesionMeasureTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void a_cube_is_as_large_as_the_sphere_of_its_volume() {
        LabelVolume volume = new Mask(4, 4, 4).box(2, 1, 1, 1, 2, 2, 2).volume();

        LesionMeasure measure = LesionMeasure.of(volume, 2);

        double sphere = 2 * Math.cbrt(3 * 8 / (4 * Math.PI)) / 10;
        assertThat(measure.numberTumors()).isOne();
        assertThat(measure.maxTumorSizeAsReleased()).isCloseTo(sphere, EXACT);
        assertThat(measure.maxTumorSizePhysicalCm()).isCloseTo(sphere, EXACT);
    }

    @Test
    void the_released_size_knows_nothing_of_the_spacing() {
        LabelVolume volume =
                new Mask(4, 4, 4).spacing(1, 1, 3).box(2, 1, 1, 1, 2, 2, 2).volume();

        LesionMeasure measure = LesionMeasure.of(volume, 2);

        assertThat(measure.maxTumorSizeAsReleased()).isCloseTo(2 * Math.cbrt(6 / Math.PI) / 10, EXACT);
        // 2 R sqrt(9 / cbrt(9)) with R of 24 mm3
        assertThat(measure.maxTumorSizePhysicalCm()).isCloseTo(2 * Math.cbrt(162 / Math.PI) / 10, EXACT);
    }

    @Test
    void the_largest_as_released_and_the_largest_in_truth_may_be_two_lesions() {
        LabelVolume volume = new Mask(20, 20, 20)
                .spacing(1, 1, 5)
                .box(1, 0, 0, 0, 9, 1, 1)
                .box(1, 15, 15, 10, 16, 16, 16)
                .volume();
        LabelVolume lying =
                new Mask(20, 20, 20).spacing(1, 1, 5).box(1, 0, 0, 0, 9, 1, 1).volume();
        LabelVolume standing = new Mask(20, 20, 20)
                .spacing(1, 1, 5)
                .box(1, 15, 15, 10, 16, 16, 16)
                .volume();

        LesionMeasure measure = LesionMeasure.of(volume, 1);

        assertThat(measure.numberTumors()).isEqualTo(2);
        assertThat(measure.maxTumorSizeAsReleased())
                .isEqualTo(LesionMeasure.of(lying, 1).maxTumorSizeAsReleased())
                .isGreaterThan(LesionMeasure.of(standing, 1).maxTumorSizeAsReleased());
        assertThat(measure.maxTumorSizePhysicalCm())
                .isEqualTo(LesionMeasure.of(standing, 1).maxTumorSizePhysicalCm())
                .isGreaterThan(LesionMeasure.of(lying, 1).maxTumorSizePhysicalCm());
    }

    @Test
    void a_sheet_in_one_slice_and_two_voxels_are_no_lesions() {
        LabelVolume volume = new Mask(20, 20, 20)
                .box(1, 0, 0, 0, 9, 9, 0)
                .box(1, 15, 15, 10, 15, 15, 11)
                .volume();

        assertThat(Components.of(volume, 1).count()).isEqualTo(2);
        assertThat(LesionMeasure.of(volume, 1)).isEqualTo(new LesionMeasure(0, 0, 0));
    }

    @Test
    void a_sheet_through_slices_and_three_voxels_are_lesions_of_no_size() {
        LabelVolume volume = new Mask(20, 20, 20)
                .box(1, 0, 3, 0, 9, 3, 9)
                .box(1, 15, 15, 10, 15, 15, 12)
                .volume();

        assertThat(LesionMeasure.of(volume, 1)).isEqualTo(new LesionMeasure(2, 0, 0));
    }

    @Test
    void lesions_that_touch_by_an_edge_are_two() {
        LabelVolume volume = new Mask(9, 9, 9)
                .box(1, 0, 0, 0, 2, 2, 2)
                .box(1, 3, 3, 0, 5, 5, 2)
                .volume();

        assertThat(LesionMeasure.of(volume, 1).numberTumors()).isEqualTo(2);
    }

    @Test
    void a_label_that_is_absent_has_no_lesions() {
        LabelVolume volume = new Mask(9, 9, 9).box(1, 0, 0, 0, 2, 2, 2).volume();

        assertThat(LesionMeasure.of(volume, 2)).isEqualTo(new LesionMeasure(0, 0, 0));
    }
}
