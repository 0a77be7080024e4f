package io.mirstream.imaging.lesion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 1, 1",
        "0, 1, 0, 1, 1",
        "0, 0, 1, 1, 1",
        "1, 1, 0, 2, 1",
        "-1, 1, 0, 2, 1",
        "1, 0, 1, 2, 1",
        "-1, 0, 1, 2, 1",
        "0, 1, 1, 2, 1",
        "0, -1, 1, 2, 1",
        "1, 1, 1, 2, 1",
        "-1, 1, 1, 2, 1",
        "1, -1, 1, 2, 1",
        "-1, -1, 1, 2, 1",
        "2, 0, 0, 2, 2",
        "0, 2, 0, 2, 2",
        "0, 0, 2, 2, 2",
        "1, 2, 1, 2, 2"
    })
    void two_voxels_are_one_by_faces_or_only_by_edges_and_corners(int di, int dj, int dk, int by6, int by26) {
        LabelVolume volume = new Mask(5, 5, 5)
                .voxel(7, 2, 2, 1)
                .voxel(7, 2 + di, 2 + dj, 1 + dk)
                .volume();

        assertThat(Components.of(volume, 7).count()).isEqualTo(by6);
        assertThat(Components.of(volume, 7, Connectivity.CORNERS).count()).isEqualTo(by26);
    }

    @ParameterizedTest
    @EnumSource(Connectivity.class)
    void the_end_of_a_row_does_not_touch_the_start_of_the_next(Connectivity connectivity) {
        LabelVolume rows = new Mask(4, 2, 1).voxel(1, 3, 0, 0).voxel(1, 0, 1, 0).volume();
        LabelVolume slices = new Mask(4, 3, 2)
                .box(1, 0, 2, 0, 3, 2, 0)
                .box(1, 0, 0, 1, 3, 0, 1)
                .volume();

        assertThat(Components.of(rows, 1, connectivity).count()).isEqualTo(2);
        assertThat(Components.of(slices, 1, connectivity).count()).isEqualTo(2);
    }

    @Test
    void another_label_between_them_parts_two_boxes() {
        LabelVolume volume = new Mask(7, 3, 3)
                .box(1, 0, 0, 0, 2, 2, 2)
                .box(2, 3, 0, 0, 3, 2, 2)
                .box(1, 4, 0, 0, 6, 2, 1)
                .volume();

        Components components = Components.of(volume, 1);

        assertThat(components.count()).isEqualTo(2);
        assertThat(components.get(0).voxels()).isEqualTo(27);
        assertThat(components.get(1).voxels()).isEqualTo(18);
        assertThat(components.largest())
                .hasValueSatisfying(largest -> assertThat(largest.voxels()).isEqualTo(27));
    }

    @Test
    void arms_that_meet_last_are_one() {
        LabelVolume comb = new Mask(9, 4, 1)
                .box(1, 0, 0, 0, 0, 3, 0)
                .box(1, 2, 0, 0, 2, 3, 0)
                .box(1, 4, 0, 0, 4, 3, 0)
                .box(1, 8, 0, 0, 8, 3, 0)
                .box(1, 0, 3, 0, 8, 3, 0)
                .volume();

        Components components = Components.of(comb, 1);

        assertThat(components.count()).isOne();
        assertThat(components.get(0).voxels()).isEqualTo(4 * 3 + 9);
    }

    @Test
    void of_equals_the_first_in_the_file_is_the_largest() {
        LabelVolume volume = new Mask(9, 9, 3)
                .box(1, 5, 0, 0, 8, 1, 0)
                .box(1, 0, 4, 2, 1, 7, 2)
                .volume();

        Components components = Components.of(volume, 1);

        assertThat(components.largest())
                .hasValueSatisfying(largest ->
                        assertThat(largest.shape().boundingBoxVoxels()).containsExactly(4, 2, 1));
    }

    @Test
    void a_snake_through_a_whole_volume_is_one() {
        int side = 101;
        Mask mask = new Mask(side, side, side);
        for (int k = 0; k < side; k += 2) {
            for (int j = 0; j < side; j += 2) {
                mask.box(1, 0, j, k, side - 1, j, k);
                if (j + 2 < side) {
                    mask.voxel(1, j / 2 % 2 == 0 ? side - 1 : 0, j + 1, k);
                }
            }
            if (k + 2 < side) {
                mask.voxel(1, 0, k / 2 % 2 == 0 ? side - 1 : 0, k + 1);
            }
        }

        Components components = Components.of(mask.volume(), 1);

        assertThat(components.count()).isOne();
    }

    @Test
    void a_label_that_is_absent_has_no_components() {
        Components components =
                Components.of(new Mask(3, 3, 3).voxel(2, 1, 1, 1).volume(), 1);

        assertThat(components.count()).isZero();
        assertThat(components.largest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void background_and_what_16_bits_do_not_hold_is_no_label(int label) {
        LabelVolume volume = new Mask(2, 2, 2).volume();

        assertThatThrownBy(() -> Components.of(volume, label)).isInstanceOf(IllegalArgumentException.class);
    }
}
