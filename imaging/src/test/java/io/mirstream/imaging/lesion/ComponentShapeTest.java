package io.mirstream.imaging.lesion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Worked by hand: n voxels in a row, s mm apart, have the variance s^2 (n^2 - 1) / 12. */
class ComponentShapeTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void a_single_voxel_has_a_volume_and_no_length() {
        ComponentShape shape =
                shape(new Mask(3, 3, 3).spacing(0.5, 2, 3).voxel(1, 1, 2, 0).volume());

        assertThat(shape.voxels()).isOne();
        assertThat(shape.boundingBoxVoxels()).containsExactly(1, 1, 1);
        assertThat(shape.volumeCm3()).isCloseTo(0.003, EXACT);
        assertThat(shape.majorAxis4SqrtEigCm()).isZero();
        assertThat(shape.skimageMajorAxisVoxels()).isZero();
        assertThat(shape.feretCm()).isZero();
        assertThat(shape.ellipsoidDiametersMm()).containsExactly(0.0, 0.0, 0.0);
    }

    @Test
    void a_box_of_cubes() {
        ComponentShape shape = shape(new Mask(9, 9, 9).box(1, 2, 3, 4, 5, 5, 5).volume());

        assertThat(shape.voxels()).isEqualTo(24);
        assertThat(shape.boundingBoxVoxels()).containsExactly(4, 3, 2);
        assertThat(shape.volumeCm3()).isCloseTo(0.024, EXACT);
        assertThat(shape.majorAxis4SqrtEigCm()).isCloseTo(4 * Math.sqrt(15 / 12.0) / 10, EXACT);
        assertThat(shape.skimageMajorAxisVoxels()).isCloseTo(5, EXACT);
        assertThat(shape.feretCm()).isCloseTo(Math.sqrt(9 + 4 + 1) / 10, EXACT);
        double sphere = 2 * Math.cbrt(18 / Math.PI);
        double mean = Math.cbrt(15 / 12.0 * 8 / 12 * 3 / 12);
        assertThat(shape.ellipsoidDiametersMm().get(0)).isCloseTo(sphere * Math.sqrt(3 / 12.0 / mean), EXACT);
        assertThat(shape.ellipsoidDiametersMm().get(1)).isCloseTo(sphere * Math.sqrt(8 / 12.0 / mean), EXACT);
        assertThat(shape.ellipsoidDiametersMm().get(2)).isCloseTo(sphere * Math.sqrt(15 / 12.0 / mean), EXACT);
    }

    @Test
    void spacing_can_make_the_shortest_axis_the_longest() {
        LabelVolume volume =
                new Mask(5, 5, 5).spacing(1, 2, 6).box(1, 1, 1, 1, 4, 3, 2).volume();

        ComponentShape shape = shape(volume);

        assertThat(shape.boundingBoxVoxels()).containsExactly(4, 3, 2);
        assertThat(shape.volumeCm3()).isCloseTo(24 * 12 / 1000.0, EXACT);
        assertThat(shape.majorAxis4SqrtEigCm()).isCloseTo(4 * Math.sqrt(36 * 3 / 12.0) / 10, EXACT);
        assertThat(shape.skimageMajorAxisVoxels()).isCloseTo(5, EXACT);
        assertThat(shape.feretCm()).isCloseTo(Math.sqrt(9 + 16 + 36) / 10, EXACT);
    }

    @Test
    void two_voxels_across_a_corner_lie_on_the_diagonal() {
        LabelVolume volume = new Mask(4, 4, 4)
                .spacing(1, 2, 2)
                .voxel(1, 2, 1, 1)
                .voxel(1, 1, 2, 2)
                .volume();

        ComponentShape shape =
                Components.of(volume, 1, Connectivity.CORNERS).get(0).shape();

        assertThat(shape.feretCm()).isCloseTo(0.3, EXACT);
        assertThat(shape.majorAxis4SqrtEigCm()).isCloseTo(4 * 1.5 / 10, EXACT);
        assertThat(shape.skimageMajorAxisVoxels()).isCloseTo(2 * Math.sqrt(5 * 0.75), EXACT);
    }

    @Test
    void the_farthest_voxels_may_lie_on_no_face_of_the_bounding_box() {
        Mask mask = new Mask(11, 11, 11)
                .box(1, 0, 5, 5, 10, 5, 5)
                .box(1, 5, 0, 5, 5, 10, 5)
                .box(1, 5, 5, 0, 5, 5, 10);
        mask.box(1, 1, 1, 1, 9, 9, 9); // its corners are 8 sqrt(3) apart, the ends of the cross are 10

        assertThat(shape(mask.volume()).feretCm()).isCloseTo(0.8 * Math.sqrt(3), EXACT);
    }

    @Test
    void a_sheet_that_is_tilted_is_flat_and_has_no_ellipsoid() {
        Mask mask = new Mask(40, 40, 40).spacing(0.7, 0.9, 1.3);
        for (int at = 0; at < 39; at++) {
            mask.box(1, 3, at, at, 33, at, at);
        }

        ComponentShape shape =
                Components.of(mask.volume(), 1, Connectivity.CORNERS).get(0).shape();

        assertThat(shape.ellipsoidDiametersMm()).containsExactly(0.0, 0.0, 0.0);
        assertThat(shape.majorAxis4SqrtEigCm())
                .isCloseTo(4 * Math.sqrt((39.0 * 39 - 1) / 12 * (0.81 + 1.69)) / 10, EXACT);
    }

    private static ComponentShape shape(LabelVolume volume) {
        Components components = Components.of(volume, 1);
        assertThat(components.count()).isOne();
        return components.get(0).shape();
    }
}
