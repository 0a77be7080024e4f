package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.write.NiftiWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NiftiReadingTest {
    private static final int HEADER_BYTES = 352;

    private final FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);

    @TempDir
    Path scratch;

    private byte[] written;

    @BeforeEach
    void writeVolume() throws IOException {
        NiftiWriter.write(scratch.resolve("written.nii"), SmallCt.VOLUME);
        written = Files.readAllBytes(scratch.resolve("written.nii"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"volume.nii", "VOLUME.NII", "upload-without-suffix"})
    void both_byte_orders_hold_the_volume(String name) throws IOException {
        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, put(name, written)));
        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, put(name, bigEndian(written))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"volume.nii.gz", "volume.nii", "upload-without-suffix"})
    void gzip_is_found_by_its_mark(String name) throws IOException {
        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, put(name, gzip(written))));
        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, put(name, gzip(bigEndian(written)))));
    }

    @Test
    void geometry_is_the_volumes() throws IOException {
        try (StudyListing listing = reader.list(put("volume.nii", written), Optional.empty())) {
            VolumeGeometry geometry = listing.series().getFirst().geometry();
            assertThat(geometry.rows()).isEqualTo(5);
            assertThat(geometry.columns()).isEqualTo(7);
            assertThat(geometry.positionsMm()).containsExactly(-2.5, 0.0, 2.5);
            assertThat(geometry.columnSpacingMm()).isEqualTo(0.75, within(1e-6));
            assertThat(geometry.orientation()).isEqualTo("axial");
        }
    }

    @Test
    void volume_stored_head_to_foot_is_turned() throws IOException {
        ByteBuffer file = little(written.clone());
        file.putFloat(280 + 32 + 8, -2.5f).putFloat(280 + 32 + 12, 2.5f);
        byte[] slices = Arrays.copyOfRange(written, HEADER_BYTES, written.length);
        for (int k = 0; k < 3; k++) {
            file.put(HEADER_BYTES + 70 * (2 - k), slices, 70 * k, 70);
        }

        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, put("volume.nii", file.array())));
    }

    @Test
    void slope_and_intercept_are_applied_and_values_stay_in_range() throws IOException {
        ByteBuffer file = little(written.clone());
        file.putFloat(112, 2).putFloat(116, -1).putShort(HEADER_BYTES, (short) 32_000);

        short[] first = SmallCt.read(reader, put("volume.nii", file.array())).getFirst();

        assertThat(first[0]).isEqualTo(Short.MAX_VALUE);
        assertThat(first[1]).isEqualTo((short) (2 * -1024 - 1));
    }

    @ParameterizedTest
    @CsvSource({"350", "353", "500"})
    void file_that_ends_early_is_truncated(int length) throws IOException {
        Path file = put("volume.nii", Arrays.copyOf(written, length));

        assertThat(SmallCt.refusals(reader, file)).containsExactly(ErrorCode.TRUNCATED);
    }

    @Test
    void gzip_that_ends_early_is_truncated_when_it_is_read() throws IOException {
        byte[] zipped = gzip(written);
        Path file = put("volume.nii.gz", Arrays.copyOf(zipped, zipped.length - 12));

        assertThatThrownBy(() -> SmallCt.read(reader, file))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TRUNCATED));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 540, 4, UNSUPPORTED_PIXELS", // with no magic of NIfTI-2
        "0, 17, 4, NOT_DICOM",
        "344, 0, 2, UNSUPPORTED_PIXELS", // header and image in two files
        "40, 2, 2, UNSUPPORTED_PIXELS", // one slice has no third axis
        "70, 128, 2, UNSUPPORTED_PIXELS", // colour
        "42, 0, 2, MALFORMED",
        "42, -1, 2, MALFORMED",
        "46, 32767, 2, LIMIT_EXCEEDED",
        "108, 0, 4, MALFORMED", // vox_offset
        "280, 0, 4, UNSUPPORTED_GEOMETRY", // the first voxel axis has no length
        "292, 2139095040, 4, UNSUPPORTED_GEOMETRY", // infinitely far to the left
        "324, 2143289344, 4, UNSUPPORTED_GEOMETRY" // not a number of millimetres to the head
    })
    void header_that_describes_no_ct_volume_is_refused(int at, int value, int bytes, ErrorCode code)
            throws IOException {
        ByteBuffer file = little(written.clone());
        if (bytes == 4) {
            file.putInt(at, value);
        } else {
            file.putShort(at, (short) value);
        }
        FileStudyReader careful = new FileStudyReader(new ReadLimits(10, 1 << 20, 1 << 20, 100, 512));

        assertThat(SmallCt.refusals(careful, put("volume.nii", file.array()))).containsExactly(code);
    }

    @Test
    void volume_with_a_time_axis_is_refused() throws IOException {
        ByteBuffer file = little(written.clone());
        file.putShort(40, (short) 4).putShort(48, (short) 2);

        assertThat(SmallCt.refusals(reader, put("volume.nii", file.array())))
                .containsExactly(ErrorCode.UNSUPPORTED_PIXELS);
    }

    private Path put(String name, byte[] bytes) throws IOException {
        return Files.write(scratch.resolve(name), bytes);
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Every number of the header that is read, and every voxel, the other way round. */
    private static byte[] bigEndian(byte[] file) {
        ByteBuffer from = little(file);
        ByteBuffer to = ByteBuffer.wrap(file.clone()).order(ByteOrder.BIG_ENDIAN);
        to.putInt(0, from.getInt(0));
        for (int at : new int[] {40, 42, 44, 46, 48, 50, 52, 54, 70, 72, 252, 254}) {
            to.putShort(at, from.getShort(at));
        }
        for (int at = 76; at < 120; at += 4) {
            to.putInt(at, from.getInt(at));
        }
        for (int at = 256; at < 328; at += 4) {
            to.putInt(at, from.getInt(at));
        }
        for (int at = HEADER_BYTES; at < file.length; at += 2) {
            to.putShort(at, from.getShort(at));
        }
        return to.array();
    }
}
