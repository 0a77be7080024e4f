package io.mirstream.imaging.lesion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Masks of three labels, sparse to dense, blobs and dust, against the definitions written down plainly. */
class RandomMaskTest {
    private static final List<Double> CUBES = List.of(1.0, 1.0, 1.0);

    /** The cosine of a third of an angle loses half its digits where two eigenvalues are alike. */
    private static final double PLAIN_DIGITS = 1e-7;

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_figure_equals_the_plain_definition(long seed) {
        LabelVolume volume = random(new Random(seed));

        List<LabelSummary> summaries = LabelSummary.of(volume);

        for (LabelSummary summary : summaries) {
            NaiveLesions by6 = new NaiveLesions(volume, summary.label(), false);
            NaiveLesions by26 = new NaiveLesions(volume, summary.label(), true);
            long voxels = by6.components().stream().mapToLong(List::size).sum();
            double voxelMm3 = volume.spacingMm().stream().reduce(1.0, (a, b) -> a * b);
            assertThat(summary.voxels()).isEqualTo(voxels);
            assertThat(summary.volumeCm3()).isCloseTo(voxels * voxelMm3 / 1000, within(1e-9));
            assertThat(summary.components6()).isEqualTo(by6.components().size());
            assertThat(summary.components26()).isEqualTo(by26.components().size());
            compareLargest(summary.largest6(), by6, volume);
            compareLargest(summary.largest26(), by26, volume);
            compareLesions(summary.mir3d(), by6, volume);
            compareComponents(Components.of(volume, summary.label()), by6);
        }
        assertThat(summaries)
                .extracting(LabelSummary::label)
                .containsExactlyElementsOf(new String(volume.labels())
                        .chars()
                        .filter(label -> label > 0)
                        .sorted()
                        .distinct()
                        .boxed()
                        .toList());
    }

    private static void compareLargest(LabelSummary.Largest found, NaiveLesions plain, LabelVolume volume) {
        List<int[]> largest = plain.largest();
        assertThat(found.voxels()).isEqualTo(largest.size());
        assertThat(found.boundingBoxVoxels()).isEqualTo(plain.box(largest));
        assertThat(found.feretCm()).isCloseTo(plain.feretMm(largest) / 10, within(1e-12));
        double variance = Math.max(0, NaiveLesions.variances(largest, volume.spacingMm())[2]);
        assertThat(found.majorAxis4SqrtEigCm()).isCloseTo(4 * Math.sqrt(variance) / 10, within(PLAIN_DIGITS));
        double unitVariance = Math.max(0, NaiveLesions.variances(largest, CUBES)[2]);
        assertThat(found.skimageMajorAxisVoxels()).isCloseTo(Math.sqrt(20 * unitVariance), within(PLAIN_DIGITS));
    }

    private static void compareLesions(LesionMeasure found, NaiveLesions plain, LabelVolume volume) {
        List<List<int[]>> kept = plain.components().stream()
                .filter(component ->
                        component.size() >= 3 && plain.box(component).get(2) >= 2)
                .toList();
        assertThat(found.numberTumors()).isEqualTo(kept.size());
        assertThat(found.maxTumorSizeAsReleased()).isCloseTo(largestCm(kept, CUBES), within(PLAIN_DIGITS));
        assertThat(found.maxTumorSizePhysicalCm()).isCloseTo(largestCm(kept, volume.spacingMm()), within(PLAIN_DIGITS));
    }

    private static double largestCm(List<List<int[]>> components, List<Double> spacing) {
        return components.stream()
                        .mapToDouble(component -> NaiveLesions.ellipsoidDiameter(component, spacing))
                        .max()
                        .orElse(0)
                / 10;
    }

    /** In the order of the file. */
    private static void compareComponents(Components found, NaiveLesions plain) {
        for (int index = 0; index < found.count(); index++) {
            assertThat(found.get(index).voxels())
                    .isEqualTo(plain.components().get(index).size());
        }
    }

    private static LabelVolume random(Random random) {
        int[] side = {1 + random.nextInt(12), 1 + random.nextInt(12), 1 + random.nextInt(12)};
        Mask mask = new Mask(side[0], side[1], side[2])
                .spacing(0.4 + random.nextDouble(), 0.4 + random.nextDouble(), 0.8 + 4 * random.nextDouble());
        double density = random.nextDouble();
        for (int k = 0; k < side[2]; k++) {
            for (int j = 0; j < side[1]; j++) {
                for (int i = 0; i < side[0]; i++) {
                    if (random.nextDouble() < density) {
                        mask.voxel(random.nextInt(10) < 6 ? 1 : random.nextBoolean() ? 2 : 40_000, i, j, k);
                    }
                }
            }
        }
        for (int box = random.nextInt(3); box > 0; box--) {
            int i = random.nextInt(side[0]);
            int j = random.nextInt(side[1]);
            int k = random.nextInt(side[2]);
            int label = random.nextInt(3);
            mask.box(
                    label,
                    i,
                    j,
                    k,
                    Math.min(side[0] - 1, i + random.nextInt(8)),
                    Math.min(side[1] - 1, j + random.nextInt(8)),
                    Math.min(side[2] - 1, k + random.nextInt(8)));
        }
        return mask.volume();
    }
}
