package io.mirstream.imaging.nifti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.ReadLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both versions in both byte orders; affines worked by hand from the rule of nibabel's get_best_affine. */
@ParameterizedClass(name = "NIfTI-{0}, {1}")
@MethodSource("formats")
class NiftiVolumeTest {
    private static final double[] SHEARED = {-2, 0.25, 0, 11, 0, 3, 0.5, -12, 0.125, 0, 4, 13};
    private static final double HALF = Math.sqrt(0.5);

    @TempDir
    Path scratch;

    private final int version;
    private final NiftiBytes bytes;

    NiftiVolumeTest(int version, ByteOrder order) {
        this.version = version;
        bytes = new NiftiBytes(version, order);
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of(1, ByteOrder.LITTLE_ENDIAN),
                Arguments.of(1, ByteOrder.BIG_ENDIAN),
                Arguments.of(2, ByteOrder.LITTLE_ENDIAN),
                Arguments.of(2, ByteOrder.BIG_ENDIAN));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, 0, 250",
        "256, 1, -128, 127",
        "4, 2, -32000, 32000",
        "512, 2, 0, 32000",
        "8, 4, -32000, 32000",
        "768, 4, 0, 32000",
        "1024, 8, -32000, 32000",
        "1280, 8, 0, 32000",
        "16, 4, -32000, 32000",
        "64, 8, -32000, 32000"
    })
    void every_scalar_type_is_read_plain_and_compressed(int code, int size, int lowest, int highest)
            throws IOException {
        byte[] data = new byte[NiftiBytes.VOXELS * size];
        ByteBuffer voxels = ByteBuffer.wrap(data).order(bytes.order());
        short[] expected = new short[NiftiBytes.VOXELS];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (short) (i == 0 ? lowest : i == 1 ? highest : i);
            put(voxels, code, i * size, expected[i]);
        }
        bytes.datatype(code, 8 * size)
                .sform(1, -2, 0, 0, 0, 0, -3, 0, 0, 0, 0, 4, 0)
                .data(data); // to L, P, S

        assertThat(read(write("volume.nii", bytes.file()))).isEqualTo(expected);
        assertThat(read(write("volume.nii.gz", gzip(bytes.file())))).isEqualTo(expected);
    }

    private static void put(ByteBuffer voxels, int code, int at, short value) {
        switch (code) {
            case 2, 256 -> voxels.put(at, (byte) value);
            case 4, 512 -> voxels.putShort(at, value);
            case 8, 768 -> voxels.putInt(at, value);
            case 1024, 1280 -> voxels.putLong(at, value);
            case 16 -> voxels.putFloat(at, value);
            case 64 -> voxels.putDouble(at, value);
            default -> throw new AssertionError(code);
        }
    }

    @Test
    void stored_rows_come_in_the_order_of_the_file_scaled_and_not_rounded() throws IOException {
        byte[] data = new byte[NiftiBytes.VOXELS * Short.BYTES];
        for (int i = 0; i < NiftiBytes.VOXELS; i++) {
            ByteBuffer.wrap(data).order(bytes.order()).putShort(i * Short.BYTES, (short) (i * 1000));
        }
        bytes.sform(1, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, -4, 0).scale(2.5, 1).data(data); // to R, A, I
        NiftiVolume volume = NiftiVolume.open(write("volume.nii", bytes.file()), ReadLimits.DEFAULT);

        List<List<Integer>> places = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        volume.readStored((j, k, row) -> {
            places.add(List.of(j, k));
            Arrays.stream(row).forEach(values::add);
        });

        assertThat(places)
                .containsExactly(
                        List.of(0, 0), List.of(1, 0), List.of(2, 0), List.of(0, 1), List.of(1, 1), List.of(2, 1));
        assertThat(values)
                .isEqualTo(IntStream.range(0, NiftiBytes.VOXELS)
                        .mapToObj(i -> i * 2500.0 + 1)
                        .toList());
    }

    @Test
    void stored_spacing_is_the_length_of_the_voxel_axes() throws IOException {
        bytes.sform(1, 0, -3, 0, 0, 0, 0, 4, 0, 2, 0, 3, 0);

        NiftiVolume volume = NiftiVolume.open(write("volume.nii", bytes.file()), ReadLimits.DEFAULT);

        assertThat(volume.stored().spacingMm()).containsExactly(2.0, 3.0, 5.0);
    }

    @Test
    void slope_and_intercept_are_applied_unless_the_slope_says_nothing() throws IOException {
        byte[] data = new byte[NiftiBytes.VOXELS * Short.BYTES];
        ByteBuffer.wrap(data).order(bytes.order()).putShort(0, (short) 100);
        bytes.data(data);

        assertThat(read(write("a.nii", bytes.scale(2, -7).file()))).contains((short) 193, (short) -7);
        assertThat(read(write("b.nii", bytes.scale(0, -7).file()))).contains((short) 100, (short) 0);
        assertThat(read(write("c.nii", bytes.scale(Double.NaN, -7).file()))).contains((short) 100, (short) 0);
    }

    @Test
    void sform_comes_before_qform() {
        NiftiVolume.Stored stored = stored(bytes.sform(1, SHEARED).qform(1, 0, 0, 1, 5, 6, 7));

        assertThat(stored.version()).isEqualTo(version);
        assertThat(stored.affineFrom()).isEqualTo("sform");
        assertAffine(stored, SHEARED);
        assertThat(stored.orientation()).isEqualTo("LAS");
    }

    @Test
    void qform_comes_before_pixel_sizes() {
        NiftiVolume.Stored stored = stored(bytes.sform(0, SHEARED).qform(1, 0, 0, HALF, 5, 6, 7));

        assertThat(stored.affineFrom()).isEqualTo("qform");
        assertAffine(stored, 0, -3, 0, 5, 2, 0, 0, 6, 0, 0, 4, 7); // a quarter turn about the third axis
        assertThat(stored.orientation()).isEqualTo("ALS");
    }

    @Test
    void qform_of_general_rotation_is_normalised() {
        // a = b = c = d = 1/2 turns x to y, y to z, z to x
        NiftiVolume.Stored stored = stored(bytes.qform(2, 0.5, 0.5, 0.5, 0, 0, 0));

        assertAffine(stored, 0, 0, 4, 0, 2, 0, 0, 0, 0, 3, 0, 0);
        assertThat(stored.orientation()).isEqualTo("ASR");
    }

    @Test
    void qfac_of_minus_one_turns_the_third_axis() {
        NiftiVolume.Stored stored = stored(bytes.pixdim(-1, 2, 3, 4).qform(1, 0, 0, 0, 5, 6, 7));

        assertAffine(stored, 2, 0, 0, 5, 0, 3, 0, 6, 0, 0, -4, 7);
        assertThat(stored.orientation()).isEqualTo("RAI");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 2, -0.5, Double.NaN})
    void qfac_that_is_not_allowed_is_one(double qfac) {
        assertAffine(
                stored(bytes.pixdim(qfac, 2, 3, 4).qform(1, 0, 0, 0, 5, 6, 7)), 2, 0, 0, 5, 0, 3, 0, 6, 0, 0, 4, 7);
    }

    @Test
    void half_turn_leaves_nothing_for_the_quaternions_first_number() {
        assertAffine(stored(bytes.qform(1, 0, 0, 1, 5, 6, 7)), -2, 0, 0, 5, 0, -3, 0, 6, 0, 0, 4, 7);
    }

    @Test
    void quaternion_a_rounding_too_long_is_a_rotation_and_a_longer_one_is_none() {
        double justTooLong = 1 + (version == 2 ? Math.ulp(1.0) : Math.ulp(1.0f));
        assertAffine(stored(bytes.qform(1, 0, 0, justTooLong, 0, 0, 0)), -2, 0, 0, 0, 0, -3, 0, 0, 0, 0, 4, 0);

        assertRefused(bytes.qform(1, 0, 0, 1.01, 0, 0, 0), ErrorCode.UNSUPPORTED_GEOMETRY);
        assertRefused(bytes.qform(1, Double.NaN, 0, 0, 0, 0, 0), ErrorCode.UNSUPPORTED_GEOMETRY);
    }

    @Test
    void without_forms_the_volume_is_centred_and_x_leads_to_the_left() {
        NiftiVolume.Stored stored = stored(bytes.sform(0, SHEARED).qform(0, 0, 0, 1, 5, 6, 7));

        assertThat(stored.affineFrom()).isEqualTo("pixdim");
        assertAffine(stored, -2, 0, 0, 3, 0, 3, 0, -3, 0, 0, 4, -2); // 4 x 3 x 2 voxels
        assertThat(stored.orientation()).isEqualTo("LAS");
    }

    @Test
    void sizes_that_are_not_allowed_are_mended() {
        assertAffine(stored(bytes.pixdim(1, 0, -3, 4)), -1, 0, 0, 1.5, 0, 3, 0, -3, 0, 0, 4, -2);
        assertAffine(
                stored(bytes.pixdim(-1, 0, -3, 4).qform(1, 0, 0, 0, 0, 0, 0)), 1, 0, 0, 0, 0, 3, 0, 0, 0, 0, -4, 0);
    }

    @Test
    void trailing_axes_of_one_are_fine() {
        assertThat(stored(bytes.dim(4, 4, 3, 2, 1)).shape()).containsExactly(4, 3, 2);
        assertThat(stored(bytes.dim(7, 4, 3, 2, 1, 1, 1, 1)).shape()).containsExactly(4, 3, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 4, 3, 2, 2, UNSUPPORTED_PIXELS", // a time series
        "5, 4, 3, 2, 0, MALFORMED",
        "2, 4, 3, 1, 1, UNSUPPORTED_PIXELS",
        "8, 4, 3, 2, 1, UNSUPPORTED_PIXELS",
        "3, 4, 3, 0, 1, MALFORMED",
        "3, 4, -3, 2, 1, MALFORMED",
        "3, 32767, 32767, 32767, 1, LIMIT_EXCEEDED"
    })
    void shapes_that_are_no_volume_are_refused(int rank, int x, int y, int z, int t, ErrorCode code) {
        assertRefused(bytes.dim(rank, x, y, z, t), code);
    }

    @Test
    void axis_that_only_nifti_2_can_name_is_refused_before_anything_is_counted() {
        assumeTrue(version == 2, "NIfTI-1 counts to 32767");

        assertRefused(bytes.dim(3, 1L << 40, 1L << 40, 1L << 40), ErrorCode.LIMIT_EXCEEDED);
        assertRefused(bytes.dim(3, 4, 3, 1L << 32), ErrorCode.LIMIT_EXCEEDED);
        assertRefused(bytes.dim(4, 4, 3, 2, 1L << 32), ErrorCode.UNSUPPORTED_PIXELS);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "128, 24", "2304, 32", "32, 64", "1792, 128", "2048, 256", "1536, 128", "0, 0"})
    void colour_complex_numbers_and_bits_are_refused(int code, int bits) {
        assertRefused(bytes.datatype(code, bits), ErrorCode.UNSUPPORTED_PIXELS);
    }

    @Test
    void magic_that_a_text_transfer_has_damaged_is_refused() {
        assertRefused(bytes.put(version == 2 ? 8 : 347, '\n'), ErrorCode.MALFORMED);
    }

    @Test
    void header_in_a_file_of_its_own_is_refused() {
        assertRefused(bytes.put(version == 2 ? 5 : 345, 'i'), ErrorCode.UNSUPPORTED_PIXELS);
    }

    @Test
    void file_that_ends_in_its_header_is_refused() {
        byte[] header = bytes.header();

        assertThatThrownBy(() -> NiftiHeader.parse(Arrays.copyOf(header, 347)))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_DICOM));
        if (version == 2) {
            assertThatThrownBy(() -> NiftiHeader.parse(Arrays.copyOf(header, 539)))
                    .isInstanceOfSatisfying(
                            CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRUNCATED));
        }
    }

    @Test
    void header_is_known_by_its_first_four_bytes() {
        assertThat(NiftiVolume.isHeaderSize(Arrays.copyOf(bytes.header(), 4))).isTrue();
        assertThat(NiftiVolume.isHeaderSize(Arrays.copyOf(bytes.header(), 3))).isFalse();
        assertThat(NiftiVolume.isHeaderSize(new byte[] {'D', 'I', 'C', 'M'})).isFalse();
    }

    private NiftiVolume.Stored stored(NiftiBytes file) {
        return open(write("volume.nii", file.file())).stored();
    }

    private void assertRefused(NiftiBytes file, ErrorCode code) {
        Path path = write("volume.nii", file.file());
        assertThatThrownBy(() -> open(path))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    private static NiftiVolume open(Path file) {
        return NiftiVolume.open(file, new ReadLimits(10, 1 << 20, 1 << 20, 100, 512));
    }

    private static void assertAffine(NiftiVolume.Stored stored, double... expected) {
        for (int i = 0; i < 12; i++) {
            assertThat(stored.affineRas().get(i / 4).get(i % 4))
                    .as("row %d, column %d of %s", i / 4, i % 4, stored.affineRas())
                    .isEqualTo(expected[i], within(1e-6));
        }
    }

    private static short[] read(Path file) {
        List<short[]> slices = new ArrayList<>();
        open(file).read(slice -> slices.add(slice.hounsfield()));
        short[] all = new short[NiftiBytes.VOXELS];
        int at = 0;
        for (short[] slice : slices) {
            System.arraycopy(slice, 0, all, at, slice.length);
            at += slice.length;
        }
        assertThat(at).isEqualTo(all.length);
        return all;
    }

    private Path write(String name, byte[] file) {
        try {
            return Files.write(scratch.resolve(name), file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(file);
        }
        return out.toByteArray();
    }
}
