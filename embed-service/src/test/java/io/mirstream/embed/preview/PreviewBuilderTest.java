package io.mirstream.embed.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.event.PreviewImage;
import io.mirstream.contracts.event.SeriesPreviews.SlicePreview;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.VolumeGeometry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewBuilderTest {
    private static final short AIR = -1000;
    private static final short WATER = 0;
    private static final short BONE = 1000;

    /** Hounsfield units of a voxel: column to the left, row to the back, slice to the head. */
    private interface Body {
        short at(int column, int row, int slice);
    }

    // --- slices

    @Test
    void short_series_shows_all_its_slices() {
        Previews previews = previews(new PreviewSpec(32, 128, 256), regular(5, 64, 64, 1, 2.5), (x, y, z) -> WATER);

        assertThat(previews.slices()).extracting(SlicePreview::index).containsExactly(0, 1, 2, 3, 4);
        assertThat(previews.slices())
                .extracting(SlicePreview::positionMm)
                .containsExactly(-100.0, -97.5, -95.0, -92.5, -90.0);
    }

    @Test
    void long_series_shows_slices_that_are_evenly_spaced_by_their_position() {
        // 100 slices of 1 mm, and then 20 of 10 mm
        List<Double> positions = DoubleStream.concat(
                        IntStream.range(0, 100).asDoubleStream(),
                        IntStream.range(0, 20).mapToDouble(i -> 109 + 10 * i))
                .boxed()
                .toList();

        List<Integer> shown =
                PreviewBuilder.shown(positions, 4).stream().boxed().toList();

        assertThat(shown).containsExactly(0, 99, 109, 119); // near 0, 99.7, 199.3 and 299 mm
    }

    @Test
    void one_slice_is_that_of_the_middle() {
        assertThat(PreviewBuilder.shown(List.of(0.0, 1.0, 2.0, 3.0, 4.0), 1).stream())
                .containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({"512, 512, 128, 128", "512, 256, 128, 64", "100, 50, 100, 50", "7, 700, 1, 128"})
    void slice_keeps_its_shape_and_is_never_enlarged(int columns, int rows, int width, int height) {
        Previews previews =
                previews(new PreviewSpec(1, 128, 256), regular(1, columns, rows, 0.7, 1), (x, y, z) -> WATER);

        PreviewImage image = previews.slices().getFirst().image();
        assertThat(image.width()).isEqualTo(width);
        assertThat(image.height()).isEqualTo(height);
        assertThat(image.pixelMm() * image.width()).isCloseTo(0.7 * columns, within(image.pixelMm()));
    }

    @ParameterizedTest
    @CsvSource({
        "-1350, 0, 0, 0",
        "-1000, 60, 0, 0",
        "-600, 128, 0, 0",
        "0, 230, 102, 71",
        "40, 236, 128, 77",
        "400, 255, 255, 128",
        "3000, 255, 255, 255",
        "-3024, 0, 0, 0"
    })
    void channels_are_windows_of_lung_soft_tissue_and_bone(short hounsfield, int red, int green, int blue) {
        Previews previews = previews(PreviewSpec.DEFAULT, regular(1, 256, 256, 1, 1), (x, y, z) -> hounsfield);

        int pixel = read(previews.slices().getFirst().image()).getRGB(64, 64);
        assertThat(new int[] {pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255})
                .isEqualTo(new int[] {red, green, blue});
    }

    @Test
    void pixel_of_a_smaller_image_is_the_average_of_those_that_it_covers() {
        Previews previews = previews(
                PreviewSpec.DEFAULT, regular(1, 512, 512, 1, 1), (x, y, z) -> (short) ((x + y) % 2 == 0 ? -100 : 100));

        assertThat(green(previews.slices().getFirst().image(), 60, 60)).isEqualTo(102); // that of water
    }

    @Test
    void slice_has_the_patients_right_on_the_left_and_the_front_above() {
        Previews previews =
                previews(PreviewSpec.DEFAULT, regular(1, 256, 256, 1, 1), (x, y, z) -> x < 64 && y < 64 ? BONE : AIR);

        PreviewImage image = previews.slices().getFirst().image();
        assertThat(green(image, 10, 10)).isEqualTo(255);
        assertThat(green(image, 118, 10)).isZero();
        assertThat(green(image, 10, 118)).isZero();
    }

    // --- the coronal image

    @Test
    void coronal_image_has_the_head_up_and_the_patients_right_on_the_left() {
        Previews previews = previews(
                PreviewSpec.DEFAULT,
                regular(100, 64, 64, 2, 2),
                (x, y, z) -> z > 80 && x < 16 ? BONE : y > 10 && y < 50 ? WATER : AIR);

        PreviewImage image = previews.coronal();
        assertThat(image.width()).isEqualTo(64);
        assertThat(image.height()).isEqualTo(100);
        assertThat(green(image, 5, 5)).isEqualTo(255);
        assertThat(green(image, 58, 5)).isEqualTo(102);
        assertThat(green(image, 5, 94)).isEqualTo(102);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 2, 512, 20, 256, 40", "1, 0.5, 128, 1000, 66, 256", "0.7, 5, 512, 1, 256, 4"})
    void coronal_image_has_the_shape_of_the_body(
            double pixelMm, double gapMm, int columns, int slices, int width, int height) {
        Previews previews =
                previews(PreviewSpec.DEFAULT, regular(slices, columns, 64, pixelMm, gapMm), (x, y, z) -> WATER);

        assertThat(previews.coronal().width()).isEqualTo(width);
        assertThat(previews.coronal().height()).isEqualTo(height);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 30, 50})
    void coronal_image_cuts_through_the_body_wherever_it_lies(int middle) {
        Previews previews = previews(
                PreviewSpec.DEFAULT, regular(20, 64, 64, 5, 5), (x, y, z) -> Math.abs(y - middle) < 8 ? WATER : AIR);

        assertThat(green(previews.coronal(), 32, 10)).isEqualTo(102);
    }

    @Test
    void between_thick_slices_the_coronal_image_is_interpolated() {
        Previews previews =
                previews(PreviewSpec.DEFAULT, regular(2, 64, 64, 1, 10), (x, y, z) -> (short) (z == 0 ? -160 : 240));

        PreviewImage image = previews.coronal();
        assertThat(image.height()).isEqualTo(20);
        assertThat(green(image, 32, 0)).isEqualTo(255);
        assertThat(green(image, 32, 9)).isBetween(128, 160);
        assertThat(green(image, 32, 10)).isBetween(95, 127);
        assertThat(green(image, 32, 19)).isZero();
    }

    @Test
    void same_slices_give_the_same_files() {
        Body noise = (x, y, z) -> (short) ((x * 31 + y * 17 + z * 7) % 1500 - 700);
        VolumeGeometry geometry = regular(40, 100, 80, 1, 2);

        assertThat(previews(PreviewSpec.DEFAULT, geometry, noise))
                .isEqualTo(previews(PreviewSpec.DEFAULT, geometry, noise));
    }

    // --- what is looked at

    private static int green(PreviewImage image, int x, int y) {
        return read(image).getRGB(x, y) >> 8 & 255;
    }

    private static BufferedImage read(PreviewImage image) {
        try {
            return ImageIO.read(new ByteArrayInputStream(image.png().toBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VolumeGeometry regular(int slices, int columns, int rows, double pixelMm, double gapMm) {
        return new VolumeGeometry(
                rows,
                columns,
                pixelMm,
                pixelMm,
                IntStream.range(0, slices).mapToObj(z -> -100 + gapMm * z).toList(),
                gapMm,
                gapMm,
                gapMm,
                "axial",
                0,
                List.of());
    }

    private static Previews previews(PreviewSpec spec, VolumeGeometry geometry, Body body) {
        PreviewBuilder builder = new Previewer(spec, Runnable::run).of(geometry);
        short[] hounsfield = new short[geometry.rows() * geometry.columns()];
        for (int z = 0; z < geometry.slices(); z++) {
            for (int i = 0; i < hounsfield.length; i++) {
                hounsfield[i] = body.at(i % geometry.columns(), i / geometry.columns(), z);
            }
            builder.accept(new Slice(
                    z,
                    geometry.positionsMm().get(z),
                    geometry.rows(),
                    geometry.columns(),
                    Arrays.copyOf(hounsfield, hounsfield.length)));
        }
        return builder.finish();
    }
}
