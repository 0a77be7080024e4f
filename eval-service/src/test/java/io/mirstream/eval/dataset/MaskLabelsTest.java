package io.mirstream.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.imaging.lesion.LabelVolume;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskLabelsTest {
    private static final int SIDE = 20;
    private static final int TUMOUR = 2;

    @Test
    void lesions_are_counted_and_the_largest_is_measured_in_voxels_and_in_millimetres() {
        char[] labels = new char[SIDE * SIDE * SIDE];
        fill(labels, 2, 10); // 8 x 8 x 8
        fill(labels, 13, 16); // 3 x 3 x 3

        MaskLabels found = MaskLabels.of(mask(labels), TUMOUR);

        assertThat(found.numberTumors()).isEqualTo(2);
        assertThat(found.flag()).isTrue();
        double diameter = 8 * Math.cbrt(6 / Math.PI); // of the ball with the cube's volume
        assertThat(found.cm(MaskLabels.Size.RELEASED)).isCloseTo(diameter / 10, within(1e-9));
        assertThat(found.cm(MaskLabels.Size.TRUE)).isCloseTo(2.5 * diameter / 10, within(1e-9));
        assertThat(found.group(Organ.COLON, MaskLabels.Size.RELEASED)).isEqualTo(1);
        assertThat(found.group(Organ.COLON, MaskLabels.Size.TRUE)).isEqualTo(2);
    }

    @Test
    void organ_itself_is_no_lesion() {
        char[] labels = new char[SIDE * SIDE * SIDE];
        fill(labels, 2, 10);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (char) (labels[i] / 2);
        }

        assertThat(MaskLabels.of(mask(labels), TUMOUR)).isEqualTo(new MaskLabels(0, 0, 0));
        assertThat(new MaskLabels(0, 0, 0).group(Organ.LIVER, MaskLabels.Size.TRUE))
                .isEqualTo(LesionGroup.NONE);
    }

    @Test
    void row_agrees_when_all_four_values_do() {
        MaskLabels mask = new MaskLabels(1, 3, 4.5);

        assertThat(mask.differenceFrom(labels(3.00005, 1, 2, true), MaskLabels.Size.RELEASED))
                .isEmpty();
        assertThat(mask.differenceFrom(labels(4.5, 1, 3, true), MaskLabels.Size.TRUE))
                .isEmpty();
        assertThat(mask.differenceFrom(labels(3.001, 1, 2, true), MaskLabels.Size.RELEASED))
                .isPresent();
        assertThat(mask.differenceFrom(labels(3, 2, 2, true), MaskLabels.Size.RELEASED))
                .isPresent();
        assertThat(mask.differenceFrom(labels(3, 1, 3, true), MaskLabels.Size.RELEASED))
                .isPresent();
        assertThat(mask.differenceFrom(labels(3, 1, 2, false), MaskLabels.Size.RELEASED))
                .isPresent();
    }

    @Test
    void difference_has_what_both_say() {
        assertThat(new MaskLabels(1, 3, 4.5).differenceFrom(labels(3, 1, 2, true), MaskLabels.Size.TRUE))
                .contains(new MaskLabels.Difference(
                        new VolumeId("colon_001"),
                        new MaskLabels.Values(1, 3, 2, true),
                        new MaskLabels.Values(1, 4.5, 3, true)));
    }

    private static VolumeLabels labels(double cm, int number, int group, boolean flag) {
        return new VolumeLabels(
                new VolumeId("colon_001"), Organ.COLON, cm, number, group, flag, new Captions("a", "b", "c"));
    }

    private static LabelVolume mask(char[] labels) {
        return new LabelVolume(List.of(SIDE, SIDE, SIDE), List.of(2.5, 2.5, 2.5), labels);
    }

    private static void fill(char[] labels, int from, int to) {
        for (int k = from; k < to; k++) {
            for (int j = from; j < to; j++) {
                for (int i = from; i < to; i++) {
                    labels[(k * SIDE + j) * SIDE + i] = TUMOUR;
                }
            }
        }
    }
}
