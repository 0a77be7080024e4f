package io.mirstream.embed.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.embed.encode.GridSpec.Axis;
import io.mirstream.embed.encode.GridSpec.Fit;
import io.mirstream.embed.encode.GridSpec.Patches;
import io.mirstream.embed.encode.GridSpec.Slices;
import io.mirstream.embed.encode.GridSpec.Whole;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.VolumeGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GridBuilderTest {
    private static final short PAD = -1000;
    private static final double GAP_MM = 2;
    private static final Slices EVERY_SLICE = new Slices(GAP_MM, 100, 0);

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void slices_are_resized_as_plain_interpolation_does(Interpolation interpolation) {
        Scan scan = Scan.random(13, 17, 3);

        List<Part> parts = scan.parts(spec(EVERY_SLICE, Fit.RESIZE, interpolation, axis(8), axis(29), axis(1)));

        assertThat(parts).hasSize(3);
        for (int z = 0; z < 3; z++) {
            for (int y = 0; y < 29; y++) {
                for (int x = 0; x < 8; x++) {
                    double expected = scan.at((x + 0.5) * 13 / 8 - 0.5, (y + 0.5) * 17 / 29 - 0.5, z, interpolation);
                    assertThat((double) parts.get(z).hounsfield()[y * 8 + x]).isCloseTo(expected, within(1e-2));
                }
            }
        }
    }

    @Test
    void same_size_changes_no_value() {
        Scan scan = Scan.random(5, 4, 1);

        Part part = scan.parts(spec(EVERY_SLICE, Fit.RESIZE, Interpolation.CUBIC, axis(5), axis(4), axis(1)))
                .getFirst();

        assertThat(part.hounsfield()).containsExactly(scan.plane(0), within(1e-3f));
    }

    @Test
    void slices_are_cropped_and_padded_by_whole_pixels() {
        Scan scan = Scan.random(4, 7, 1);

        float[] part = scan.parts(spec(EVERY_SLICE, Fit.PAD_CROP, Interpolation.LINEAR, axis(7), axis(4), axis(1)))
                .getFirst()
                .hounsfield();

        for (int y = 0; y < 4; y++) { // rows 1 to 4 of 7; columns after a padding of 2 (of 3: 1.5, rounded down to -2)
            for (int x = 0; x < 7; x++) {
                boolean inside = x >= 2 && x < 6;
                assertThat(part[y * 7 + x]).isEqualTo(inside ? scan.value(x - 2, y + 1, 0) : PAD);
            }
        }
    }

    @Test
    void aspect_is_kept_and_the_rest_is_padding() {
        Scan scan = Scan.random(20, 10, 1);

        float[] part = scan.parts(spec(EVERY_SLICE, Fit.ASPECT_PAD, Interpolation.LINEAR, axis(10), axis(9), axis(1)))
                .getFirst()
                .hounsfield();

        for (int y = 0; y < 9; y++) { // half as large: 10 x 5, rows 2 to 6
            for (int x = 0; x < 10; x++) {
                boolean inside = y >= 2 && y < 7;
                double expected = inside ? scan.at(2 * x + 0.5, 2 * (y - 2) + 0.5, 0, Interpolation.LINEAR) : PAD;
                assertThat((double) part[y * 10 + x]).isCloseTo(expected, within(1e-2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void volume_at_another_spacing_agrees_with_plain_interpolation(Interpolation interpolation) {
        Scan scan = Scan.random(9, 8, 7); // 9 x 8 pixels of 1 mm, 7 slices every 2 mm

        GridSpec spec = spec(new Whole(), Fit.PAD_CROP, interpolation, axis(1.5, 6), axis(2, 4), axis(3.5, 4));
        float[] part = scan.parts(spec).getFirst().hounsfield();

        for (int z = 0; z < 4; z++) {
            for (int y = 0; y < 4; y++) {
                for (int x = 0; x < 6; x++) {
                    double expected =
                            scan.at(4 + (x - 2.5) * 1.5, 3.5 + (y - 1.5) * 2, 3 + (z - 1.5) * 3.5 / 2, interpolation);
                    assertThat((double) part[(z * 4 + y) * 6 + x]).isCloseTo(expected, within(1e-2));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RAS, false, 0",
        "LPS, true, 1",
        "SPL, true, 2",
        "LPI, false, 3",
    })
    void tensor_lies_as_its_orientation_says(String code, boolean depthFirst, int row) {
        Scan scan = Scan.random(2, 3, 4);
        GridSpec lying = new GridSpec(
                new Whole(),
                Arrangement.of(code, depthFirst),
                List.of(axis(2), axis(3), axis(4)),
                Fit.PAD_CROP,
                Interpolation.LINEAR,
                Optional.empty(),
                PAD);

        float[] part = scan.parts(lying).getFirst().hounsfield();

        int to = 0;
        int[][] lengths = {{2, 3, 4}, {4, 3, 2}, {4, 3, 2}, {2, 3, 4}};
        for (int a = 0; a < lengths[row][0]; a++) {
            for (int b = 0; b < lengths[row][1]; b++) {
                for (int c = 0; c < lengths[row][2]; c++) {
                    float expected =
                            switch (row) {
                                case 0 -> scan.value(1 - a, 2 - b, c); // right, front, head
                                case 3 -> scan.value(a, b, 3 - c); // left, back, foot
                                default -> scan.value(c, b, a); // head, back, left
                            };
                    assertThat(part[to++]).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void flipped_axis_is_cropped_in_its_own_direction() {
        Scan scan = Scan.random(4, 1, 1);
        GridSpec flipped = new GridSpec(
                new Whole(),
                Arrangement.of("RPS", false),
                List.of(axis(3), axis(1), axis(1)),
                Fit.PAD_CROP,
                Interpolation.LINEAR,
                Optional.empty(),
                PAD);

        float[] part = scan.parts(flipped).getFirst().hounsfield();

        assertThat(part).containsExactly(scan.value(3, 0, 0), scan.value(2, 0, 0), scan.value(1, 0, 0));
    }

    @Test
    void patches_tile_the_volume_and_end_flush_with_it() {
        Scan scan = Scan.random(10, 4, 3);
        GridSpec spec = spec(new Patches(0.25, 64), Fit.NONE, Interpolation.LINEAR, axis(4), axis(4), axis(3));

        List<Part> patches = scan.parts(spec);

        assertThat(patches).hasSize(3); // from columns 0, 3 and 6
        for (int patch = 0; patch < 3; patch++) {
            for (int z = 0; z < 3; z++) {
                for (int y = 0; y < 4; y++) {
                    for (int x = 0; x < 4; x++) {
                        assertThat(patches.get(patch).hounsfield()[(z * 4 + y) * 4 + x])
                                .isEqualTo(scan.value(3 * patch + x, y, z));
                    }
                }
            }
        }
    }

    @Test
    void patches_know_their_places_among_each_other_along_the_axes_of_the_tensor() {
        Scan scan = Scan.random(6, 2, 8); // three tiles to the left, one to the back, two to the head
        GridSpec lps = spec(new Patches(0, 64), Fit.NONE, Interpolation.LINEAR, axis(2), axis(2), axis(4));
        GridSpec ras = new GridSpec(
                lps.parts(),
                Arrangement.of("RAS", false),
                lps.axes(),
                lps.fit(),
                lps.interpolation(),
                lps.foreground(),
                PAD);

        assertThat(scan.parts(lps)).extracting(part -> part.cell().of()).containsOnly(List.of(2, 1, 3)); // z, y, x
        assertThat(scan.parts(lps)).extracting(part -> part.cell().rank()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(scan.parts(ras)).extracting(part -> part.cell().of()).containsOnly(List.of(3, 1, 2)); // x, y, z
        assertThat(scan.parts(ras))
                .extracting(part -> part.cell().at())
                .startsWith(List.of(2, 0, 0), List.of(1, 0, 0), List.of(0, 0, 0), List.of(2, 0, 1));
    }

    @Test
    void of_too_many_patches_some_are_taken_evenly() {
        Scan scan = Scan.random(4, 4, 40);
        GridSpec spec = spec(new Patches(0, 4), Fit.NONE, Interpolation.LINEAR, axis(4), axis(4), axis(2));

        assertThat(scan.parts(spec))
                .extracting(Part::positionMm)
                .containsExactly(9.0, 29.0, 49.0, 69.0); // patches 2, 7, 12 and 17 of 20, every 4 mm
    }

    @Test
    void patch_larger_than_the_volume_is_padded_around_it() {
        Scan scan = Scan.random(2, 2, 1);
        GridSpec spec = spec(new Patches(0.5, 4), Fit.NONE, Interpolation.LINEAR, axis(4), axis(2), axis(3));

        float[] patch = scan.parts(spec).getFirst().hounsfield();

        for (int i = 0; i < patch.length; i++) {
            int x = i % 4;
            boolean inside = i / 8 == 1 && (x == 1 || x == 2);
            assertThat(patch[i]).isEqualTo(inside ? scan.value(x - 1, i / 4 % 2, 0) : PAD);
        }
    }

    @Test
    void nearest_slices_to_multiples_of_the_stride_are_taken_as_they_are() {
        Scan scan = Scan.random(3, 3, 12); // at 0, 2, ... 22 mm
        GridSpec spec = spec(new Slices(5, 100, 0), Fit.RESIZE, Interpolation.LINEAR, axis(3), axis(3), axis(1));

        List<Part> slices = scan.parts(spec);

        assertThat(slices).extracting(Part::positionMm).containsExactly(0.0, 6.0, 10.0, 16.0, 20.0);
        assertThat(slices.get(1).hounsfield()).containsExactly(scan.plane(3), within(1e-3f));
    }

    @Test
    void more_slices_than_wanted_are_taken_more_widely() {
        GridSpec spec = spec(new Slices(2, 5, 0), Fit.RESIZE, Interpolation.LINEAR, axis(3), axis(3), axis(1));

        assertThat(Scan.random(3, 3, 12).parts(spec))
                .extracting(Part::positionMm)
                .containsExactly(0.0, 6.0, 12.0, 18.0);
    }

    @Test
    void slices_without_body_are_left_out_and_a_series_of_them_is_refused() {
        GridSpec spec = spec(new Slices(2, 5, 0.05), Fit.RESIZE, Interpolation.LINEAR, axis(3), axis(3), axis(1));
        Scan air = new Scan(3, 3, 3, new short[3][9]);
        for (short[] plane : air.planes) {
            java.util.Arrays.fill(plane, (short) -1024);
        }
        assertThatThrownBy(() -> air.parts(spec))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NO_BODY));

        air.planes[1][4] = 40;
        assertThat(air.parts(spec)).extracting(Part::positionMm).containsExactly(2.0);
    }

    @Test
    void foreground_is_a_box_with_a_margin() {
        Foreground foreground = new Foreground(-800, 2);
        Scan scan = new Scan(12, 12, 9, new short[9][144]);
        for (short[] plane : scan.planes) {
            java.util.Arrays.fill(plane, (short) -1024);
        }
        scan.planes[4][5 * 12 + 3] = -799;
        scan.planes[6][6 * 12 + 11] = 0;
        scan.planes[1][0] = -800; // not denser than the threshold
        ForegroundSearch search = new ForegroundSearch(foreground, scan.geometry());
        scan.slices().forEach(search::accept);

        assertThat(search.box()).isEqualTo(new Box(new Box.Range(1, 12), new Box.Range(3, 9), new Box.Range(3, 8)));
    }

    @Test
    void series_without_foreground_is_refused() {
        ForegroundSearch search = new ForegroundSearch(
                new Foreground(4_000, 0), Scan.random(3, 3, 1).geometry());

        assertThatThrownBy(search::box)
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NO_BODY));
    }

    @Test
    void what_is_outside_the_box_is_never_seen() {
        Scan scan = Scan.random(6, 6, 6);
        GridSpec spec = spec(new Whole(), Fit.RESIZE, Interpolation.LINEAR, axis(2), axis(3), axis(4));
        Box box = new Box(new Box.Range(1, 3), new Box.Range(2, 5), new Box.Range(1, 5));

        float[] part = scan.parts(spec, box).getFirst().hounsfield();

        for (int i = 0; i < part.length; i++) {
            assertThat(part[i]).isCloseTo(scan.value(1 + i % 2, 2 + i / 2 % 3, 1 + i / 6), within(1e-3f));
        }
    }

    private static GridSpec spec(GridSpec.Parts parts, Fit fit, Interpolation interpolation, Axis x, Axis y, Axis z) {
        return new GridSpec(parts, Arrangement.SLICES, List.of(x, y, z), fit, interpolation, Optional.empty(), PAD);
    }

    private static Axis axis(int size) {
        return new Axis(OptionalDouble.empty(), size);
    }

    private static Axis axis(double spacingMm, int size) {
        return new Axis(OptionalDouble.of(spacingMm), size);
    }

    /** Pixels of 1 mm, slices every 2 mm from 0 on. */
    private record Scan(int columns, int rows, int count, short[][] planes) {
        static Scan random(int columns, int rows, int count) {
            Random random = new Random(5);
            short[][] planes = new short[count][columns * rows];
            for (short[] plane : planes) {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = (short) random.nextInt(-1000, 1000);
                }
            }
            return new Scan(columns, rows, count, planes);
        }

        float value(int x, int y, int z) {
            return planes[Math.clamp(z, 0, count - 1)][
                    Math.clamp(y, 0, rows - 1) * columns + Math.clamp(x, 0, columns - 1)];
        }

        float[] plane(int z) {
            float[] values = new float[columns * rows];
            for (int i = 0; i < values.length; i++) {
                values[i] = planes[z][i];
            }
            return values;
        }

        /** By a kernel over all pixels around, one formula an interpolation. */
        double at(double x, double y, double z, Interpolation interpolation) {
            double sum = 0;
            for (int k = (int) Math.floor(z) - 2; k <= z + 3; k++) {
                for (int j = (int) Math.floor(y) - 2; j <= y + 3; j++) {
                    for (int i = (int) Math.floor(x) - 2; i <= x + 3; i++) {
                        double weight = kernel(x - i, interpolation)
                                * kernel(y - j, interpolation)
                                * kernel(z - k, interpolation);
                        sum += weight * value(i, j, k);
                    }
                }
            }
            return sum;
        }

        private static double kernel(double distance, Interpolation interpolation) {
            double d = Math.abs(distance);
            return switch (interpolation) {
                case NEAREST -> distance >= -0.5 && distance < 0.5 ? 1 : 0;
                case LINEAR -> Math.max(0, 1 - d);
                case CUBIC -> {
                    double near = 1.25 * d * d * d - 2.25 * d * d + 1;
                    double far = -0.75 * d * d * d + 3.75 * d * d - 6 * d + 3;
                    yield d < 1 ? near : d < 2 ? far : 0;
                }
            };
        }

        VolumeGeometry geometry() {
            List<Double> positions = new ArrayList<>();
            for (int z = 0; z < count; z++) {
                positions.add(z * GAP_MM);
            }
            return new VolumeGeometry(rows, columns, 1, 1, positions, GAP_MM, GAP_MM, GAP_MM, "axial", 0, List.of());
        }

        List<Slice> slices() {
            List<Slice> slices = new ArrayList<>();
            for (int z = 0; z < count; z++) {
                slices.add(new Slice(z, z * GAP_MM, rows, columns, planes[z]));
            }
            return slices;
        }

        List<Part> parts(GridSpec spec) {
            return parts(spec, Box.of(geometry()));
        }

        List<Part> parts(GridSpec spec, Box box) {
            PartBuilder builder = spec.builder(geometry(), box);
            slices().forEach(builder::accept);
            return builder.parts();
        }
    }
}
