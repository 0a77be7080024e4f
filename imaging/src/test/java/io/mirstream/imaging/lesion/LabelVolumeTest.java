package io.mirstream.imaging.lesion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.nifti.NiftiBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelVolumeTest {
    private static final int FLOAT64 = 64;

    @TempDir
    Path scratch;

    private final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN);

    @Test
    void labels_above_int16_come_whole_and_in_the_order_of_the_file() throws IOException {
        bytes.sform(1, 2, 0, 0, 0, 0, 0, 3, 0, 0, 4, 0, 0); // a coronal mask, to R, S, A

        LabelVolume volume = read(0, 1, 65_535, 32_768);

        assertThat(volume.shape()).containsExactly(4, 3, 2);
        assertThat(volume.spacingMm()).containsExactly(2.0, 4.0, 3.0);
        assertThat(first(5, volume)).containsExactly(0, 1, 65_535, 32_768, 0);
    }

    @Test
    void scaling_that_gives_whole_numbers_is_applied() throws IOException {
        bytes.scale(0.5, 3);

        assertThat(first(4, read(2, 8, 100))).containsExactly(4, 7, 53, 3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 65_536, 0.5, 1.000001, Double.NaN, Double.POSITIVE_INFINITY, 1e300})
    void what_is_no_whole_number_of_16_bits_is_refused(double value) {
        assertThatThrownBy(() -> read(1, value))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_PIXELS));
    }

    @Test
    void a_mask_larger_than_allowed_is_refused_before_it_is_read() {
        bytes.dim(3, 4, 3, 2);
        ReadLimits limits = new ReadLimits(1, 24 * Double.BYTES - 1, Long.MAX_VALUE, 100, 100);

        assertThatThrownBy(() -> LabelVolume.read(file(1), limits))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    }

    @Test
    void slices_of_bytes_are_unsigned() {
        byte[] slice = {0, 1, 127, -128, -1, 0};

        LabelVolume volume = LabelVolume.ofSlices(3, List.of(1.0, 1.0, 2.0), List.of(slice, new byte[6]));

        assertThat(volume.shape()).containsExactly(3, 2, 2);
        assertThat(first(7, volume)).containsExactly(0, 1, 127, 128, 255, 0, 0);
    }

    @Test
    void arrays_that_do_not_fit_the_shape_are_refused() {
        List<Double> spacing = List.of(1.0, 1.0, 1.0);

        assertThatThrownBy(() -> new LabelVolume(List.of(2, 2, 2), spacing, new char[7]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LabelVolume(List.of(2, 0, 2), spacing, new char[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LabelVolume(List.of(1, 1, 1), List.of(1.0, 1.0, 0.0), new char[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LabelVolume.ofSlices(2, spacing, List.of(new byte[4], new byte[6])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] first(int count, LabelVolume volume) {
        return new String(volume.labels()).chars().limit(count).toArray();
    }

    private LabelVolume read(double... first) throws IOException {
        return LabelVolume.read(file(first), ReadLimits.DEFAULT);
    }

    /** The first voxels; the others are 0. */
    private Path file(double... first) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(NiftiBytes.VOXELS * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : first) {
            data.putDouble(value);
        }
        bytes.datatype(FLOAT64, Double.SIZE).data(data.array());
        return Files.write(scratch.resolve("mask.nii"), bytes.file());
    }
}
