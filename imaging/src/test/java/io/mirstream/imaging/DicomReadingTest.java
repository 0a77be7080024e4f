package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.DicomBytes.Syntax;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DicomReadingTest {
    private final FileStudyReader reader = reader(ReadLimits.DEFAULT);

    @TempDir
    Path scratch;

    private List<byte[]> written;
    private Path folder;

    /** What is under test; a module that brings another reader of files runs these tests with it. */
    FileStudyReader reader(ReadLimits limits) {
        return new FileStudyReader(limits);
    }

    @BeforeEach
    void writeSeries() throws IOException {
        written = SmallCt.dicom(scratch);
        folder = Files.createDirectory(scratch.resolve("study"));
    }

    @ParameterizedTest
    @EnumSource(value = Syntax.class, mode = EnumSource.Mode.EXCLUDE, names = "HIGH_THROUGHPUT_JPEG_2000")
    void every_uncompressed_and_run_length_syntax_gives_the_same_hounsfield_units(Syntax syntax) throws IOException {
        for (int i = 0; i < written.size(); i++) {
            put(i + ".dcm", DicomBytes.parse(written.get(i)).write(syntax));
        }

        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, folder));
    }

    @Test
    void slices_are_ordered_by_position_not_by_name_or_number() throws IOException {
        put("a", written.get(2));
        put("b", DicomBytes.parse(written.get(0)).with(0x0020_0013, "IS", "9").write(Syntax.EXPLICIT_LITTLE_ENDIAN));
        put("deep/c", written.get(1));

        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, folder));
    }

    @Test
    void sequences_of_unknown_length_are_skipped() throws IOException {
        byte[] file = written.getFirst();
        byte[] nested = { // (0008,1140) SQ, an item and in it (0008,1115) SQ, all of undefined length
            8, 0, 0x40, 0x11, 'S', 'Q', 0, 0, -1, -1, -1, -1, -2, -1, 0, -32, -1, -1, -1, -1, 8, 0, 0x15, 0x11, 'S',
            'Q', 0, 0, -1, -1, -1, -1, -2, -1, -35, -32, 0, 0, 0, 0, -2, -1, 13, -32, 0, 0, 0, 0, -2, -1, -35, -32, 0,
            0, 0, 0
        };
        int pixels = lastIndexOf(file, new byte[] {(byte) 0xE0, 0x7F, 0x10, 0});
        put("a.dcm", concat(Arrays.copyOf(file, pixels), nested, Arrays.copyOfRange(file, pixels, file.length)));

        assertThat(SmallCt.read(reader, folder).getFirst())
                .isEqualTo(SmallCt.VOLUME.slices().getFirst());
    }

    @Test
    void sequences_that_nest_without_end_are_refused() throws IOException {
        byte[] file = written.getFirst();
        byte[] deeper = { // (0008,1140) SQ and an item, both of undefined length
            8, 0, 0x40, 0x11, 'S', 'Q', 0, 0, -1, -1, -1, -1, -2, -1, 0, -32, -1, -1, -1, -1
        };
        ByteArrayOutputStream nested = new ByteArrayOutputStream();
        for (int level = 0; level < 50_000; level++) {
            nested.writeBytes(deeper);
        }
        int pixels = lastIndexOf(file, new byte[] {(byte) 0xE0, 0x7F, 0x10, 0});

        put("a.dcm", concat(Arrays.copyOf(file, pixels), nested.toByteArray()));

        assertThat(SmallCt.refusals(reader, folder)).containsExactly(ErrorCode.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @CsvSource({
        "IMPLICIT_LITTLE_ENDIAN, OW",
        "EXPLICIT_LITTLE_ENDIAN, OB",
        "EXPLICIT_LITTLE_ENDIAN, OW",
        "DEFLATED, OB",
        "EXPLICIT_BIG_ENDIAN, OB",
        "EXPLICIT_BIG_ENDIAN, OW"
    })
    void samples_of_eight_bits_are_read_from_bytes_and_from_words(Syntax syntax, String representation)
            throws IOException {
        byte[] samples = new byte[5 * 7 + 1]; // padded
        for (int i = 0; i < 5 * 7; i++) {
            samples[i] = (byte) (250 - 7 * i);
        }
        DicomBytes file = DicomBytes.parse(written.getFirst())
                .with(0x0028_0100, 8)
                .with(0x0028_0101, 8)
                .with(0x0028_0102, 7)
                .with(0x0028_0103, 0)
                .with(0x0028_1052, "DS", "-1000")
                .with(0x0028_1053, "DS", "1")
                .with(DicomBytes.PIXEL_DATA, representation, samples);

        put("a.dcm", file.write(syntax));

        short[] slice = SmallCt.read(reader, folder).getFirst();
        for (int i = 0; i < slice.length; i++) {
            assertThat(slice[i]).as("sample %d", i).isEqualTo((short) ((samples[i] & 0xff) - 1000));
        }
    }

    @Test
    void run_lengths_that_end_before_the_image_are_refused_and_not_filled_up() throws IOException {
        Path file = put(
                "a.dcm",
                DicomBytes.parse(written.getFirst()).with(0x0028_0010, 60).write(Syntax.RLE));

        assertThat(outcome(file)).containsExactly(ErrorCode.TRUNCATED);
    }

    @Test
    void file_that_ends_in_its_pixels_is_truncated() throws IOException {
        put("a.dcm", Arrays.copyOf(written.getFirst(), written.getFirst().length - 1));

        assertThat(SmallCt.refusals(reader, folder)).containsExactly(ErrorCode.TRUNCATED);
    }

    @ParameterizedTest
    @EnumSource(Syntax.class)
    void file_cut_anywhere_is_refused_with_a_code_of_the_sender(Syntax syntax) throws IOException {
        byte[] whole = DicomBytes.parse(written.getFirst()).write(syntax);
        for (int length = 0; length < whole.length - 1; length += 5) { // odd: every alignment has its turn
            Path file = put("cut", Arrays.copyOf(whole, length));
            List<ErrorCode> codes = outcome(file);
            assertThat(codes)
                    .as("%s cut to %d of %d bytes", syntax, length, whole.length)
                    .isSubsetOf(
                            ErrorCode.NOT_DICOM,
                            ErrorCode.TRUNCATED,
                            ErrorCode.MALFORMED,
                            ErrorCode.NOT_CT,
                            ErrorCode.NO_PIXEL_DATA,
                            ErrorCode.UNSUPPORTED_TRANSFER_SYNTAX)
                    .hasSize(1);
        }
    }

    @Test
    void other_files_are_named_and_do_not_spoil_the_series() throws IOException {
        for (int i = 0; i < written.size(); i++) {
            put(i + ".dcm", written.get(i));
        }
        put("README.txt", "no image".getBytes(StandardCharsets.US_ASCII));
        put("empty", new byte[0]);

        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, folder));
        assertThat(SmallCt.refusals(reader, folder)).containsExactly(ErrorCode.NOT_DICOM, ErrorCode.NOT_DICOM);
    }

    @Test
    void syntax_that_is_not_decoded_is_named() throws IOException {
        put("a.dcm", DicomBytes.parse(written.getFirst()).write(Syntax.HIGH_THROUGHPUT_JPEG_2000));

        try (StudyListing listing = reader.list(folder, Optional.empty())) {
            assertThat(listing.refusedSeries()).hasSize(1).first().satisfies(series -> {
                assertThat(series.code()).isEqualTo(ErrorCode.UNSUPPORTED_TRANSFER_SYNTAX);
                assertThat(series.seriesInstanceUid()).isEqualTo(SmallCt.IDENTITY.series());
                assertThat(series.skipped()).isFalse();
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00080016, UI, 1.2.840.10008.5.1.4.1.1.4, NOT_CT, true", // MR
        "00080016, UI, 1.2.840.10008.5.1.4.1.1.2.1, MALFORMED, false", // enhanced CT without functional groups
        "00080008, CS, ORIGINAL\\PRIMARY\\LOCALIZER, NOT_CT, true",
        "00281054, LO, US, NOT_HOUNSFIELD, true",
        "00280004, CS, PALETTE COLOR, UNSUPPORTED_PIXELS, false",
        "00280008, IS, 2, UNSUPPORTED_PIXELS, false",
        "00280030, DS, 0\\0, UNSUPPORTED_GEOMETRY, false",
        "00280030, DS, 1, UNSUPPORTED_GEOMETRY, false",
        "00200032, DS, 1\\2, UNSUPPORTED_GEOMETRY, false",
        "00200032, DS, 1\\2\\NaN, UNSUPPORTED_GEOMETRY, false",
        "00200037, DS, 1\\0\\0\\1\\0\\0, UNSUPPORTED_GEOMETRY, false",
        "00200037, DS, 0\\1\\0\\0\\0\\-1, UNSUPPORTED_GEOMETRY, false" // sagittal, and only one
    })
    void what_is_no_axial_ct_in_hounsfield_units_is_refused(
            String tag, String vr, String value, ErrorCode code, boolean skipped) throws IOException {
        put(
                "a.dcm",
                DicomBytes.parse(written.getFirst())
                        .with(Integer.parseUnsignedInt(tag, 16), vr, value)
                        .write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        try (StudyListing listing = reader.list(folder, Optional.empty())) {
            assertThat(listing.series()).isEmpty();
            assertThat(listing.refusedSeries()).hasSize(1).first().satisfies(series -> {
                assertThat(series.code()).isEqualTo(code);
                assertThat(series.skipped()).isEqualTo(skipped);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00280010, 0, MALFORMED",
        "00280010, 4097, LIMIT_EXCEEDED",
        "00280011, 65535, LIMIT_EXCEEDED",
        "00280010, 6, TRUNCATED", // one row more than there is
        "00280002, 3, UNSUPPORTED_PIXELS",
        "00280100, 32, UNSUPPORTED_PIXELS",
        "00280101, 17, UNSUPPORTED_PIXELS",
        "00280102, 16, UNSUPPORTED_PIXELS",
        "00280102, 3, UNSUPPORTED_PIXELS"
    })
    void pixels_that_contradict_their_description_are_refused(String tag, int value, ErrorCode code)
            throws IOException {
        put(
                "a.dcm",
                DicomBytes.parse(written.getFirst())
                        .with(Integer.parseUnsignedInt(tag, 16), value)
                        .write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        assertThat(SmallCt.refusals(reader, folder)).containsExactly(code);
    }

    @Test
    void image_without_pixels_is_named() throws IOException {
        put(
                "a.dcm",
                DicomBytes.parse(written.getFirst())
                        .without(DicomBytes.PIXEL_DATA)
                        .write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        assertThat(SmallCt.refusals(reader, folder)).containsExactly(ErrorCode.NO_PIXEL_DATA);
    }

    @Test
    void one_broken_slice_refuses_its_series_rather_than_leaving_a_hole() throws IOException {
        put("0.dcm", written.get(0));
        put("1.dcm", Arrays.copyOf(written.get(1), written.get(1).length - 10));
        put("2.dcm", written.get(2));

        try (StudyListing listing = reader.list(folder, Optional.empty())) {
            assertThat(listing.series()).isEmpty();
            assertThat(listing.refusedSeries()).singleElement().satisfies(series -> {
                assertThat(series.code()).isEqualTo(ErrorCode.TRUNCATED);
                assertThat(series.reason()).contains("1.dcm");
                assertThat(series.instances()).isEqualTo(3);
            });
        }
    }

    @Test
    void copies_of_an_image_count_once_and_other_images_at_its_position_are_a_finding() throws IOException {
        for (int i = 0; i < written.size(); i++) {
            put(i + ".dcm", written.get(i));
        }
        put("copy.dcm", written.getFirst());
        put(
                "repeated.dcm",
                DicomBytes.parse(written.getFirst())
                        .with(DicomBytes.SOP_INSTANCE, "UI", "1.2.9")
                        .with(0x0020_0013, "IS", "77")
                        .write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, folder));
        try (StudyListing listing = reader.list(folder, Optional.empty())) {
            assertThat(listing.series().getFirst().geometry().findings())
                    .singleElement()
                    .asString()
                    .startsWith("1 slices at positions that were already there");
        }
    }

    @Test
    void instances_of_another_study_are_left_out_when_a_study_is_asked_for() throws IOException {
        put("a.dcm", written.getFirst());

        try (StudyListing listing = reader.list(folder, Optional.of(new StudyUid("9.9")))) {
            assertThat(listing.series()).isEmpty();
            assertThat(listing.refused())
                    .singleElement()
                    .satisfies(instance -> assertThat(instance.code()).isEqualTo(ErrorCode.STUDY_UID_MISMATCH));
        }
    }

    @Test
    void series_without_uids_gets_the_same_ones_wherever_it_lies() throws IOException {
        byte[] nameless = DicomBytes.parse(written.getFirst())
                .without(0x0020_000D)
                .without(0x0020_000E)
                .write(Syntax.EXPLICIT_LITTLE_ENDIAN);
        Path here = put("here/a.dcm", nameless);
        Path there = put("there/deep/b.dcm", nameless);

        try (StudyListing one = reader.list(here, Optional.empty());
                StudyListing other = reader.list(there, Optional.empty())) {
            assertThat(one.series().getFirst().studyInstanceUid())
                    .isEqualTo(other.series().getFirst().studyInstanceUid());
            assertThat(one.series().getFirst().seriesInstanceUid())
                    .isEqualTo(other.series().getFirst().seriesInstanceUid());
        }
    }

    @Test
    void deflated_file_may_not_inflate_beyond_the_limit() throws IOException {
        byte[] bomb = DicomBytes.parse(written.getFirst())
                .with(DicomBytes.PIXEL_DATA, "OW", new byte[1 << 20])
                .write(Syntax.DEFLATED);
        Path file = put("bomb.dcm", bomb);
        FileStudyReader careful = reader(new ReadLimits(10, 1 << 20, 1 << 20, 10, 512));

        assertThat(bomb).hasSizeLessThan(10_000);
        assertThat(SmallCt.refusals(careful, file)).containsExactly(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void attribute_that_inflates_beyond_the_limit_is_refused() throws IOException {
        byte[] bomb = DicomBytes.parse(written.getFirst())
                .with(0x0018_9004, "OB", new byte[1 << 20])
                .write(Syntax.DEFLATED);
        FileStudyReader careful = reader(new ReadLimits(10, 1 << 20, 1 << 20, 10, 512));

        assertThat(SmallCt.refusals(careful, put("bomb.dcm", bomb))).containsExactly(ErrorCode.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @CsvSource({"2, 1000000", "10, 209"}) // 3 slices; 3 x 5 x 7 pixels of 2 bytes are 210
    void series_beyond_a_limit_is_refused(int maxSlices, long maxSeriesBytes) throws IOException {
        for (int i = 0; i < written.size(); i++) {
            put(i + ".dcm", written.get(i));
        }
        FileStudyReader careful = reader(new ReadLimits(10, 1 << 20, maxSeriesBytes, maxSlices, 512));

        assertThat(SmallCt.refusals(careful, folder)).containsExactly(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void folder_with_too_many_files_is_refused_as_a_whole() throws IOException {
        for (int i = 0; i < written.size(); i++) {
            put(i + ".dcm", written.get(i));
        }
        FileStudyReader careful = reader(new ReadLimits(2, 1 << 20, 1 << 20, 10, 512));

        assertThatThrownBy(() -> careful.list(folder, Optional.empty()))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    }

    @Test
    void nothing_at_a_location_is_not_found() {
        assertThatThrownBy(() -> reader.list(scratch.resolve("nowhere"), Optional.empty()))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LOCATION_NOT_FOUND));
    }

    @Test
    void links_are_named_and_not_followed() throws IOException {
        put("0.dcm", written.get(0));
        Path outside = Files.write(scratch.resolve("outside.dcm"), written.get(1));
        Files.createSymbolicLink(folder.resolve("1.dcm"), outside);
        Files.createSymbolicLink(folder.resolve("written"), scratch.resolve("written"));
        Files.createSymbolicLink(folder.resolve("loop"), folder);

        assertThat(SmallCt.read(reader, folder)).hasSize(1);
        assertThat(SmallCt.refusals(reader, folder))
                .containsExactly(
                        ErrorCode.LOCATION_FORBIDDEN, ErrorCode.LOCATION_FORBIDDEN, ErrorCode.LOCATION_FORBIDDEN);
    }

    /** What listing and reading a file says, {@code []} when it is read. */
    private List<ErrorCode> outcome(Path file) {
        try (StudyListing listing = reader.list(file, Optional.empty())) {
            for (SeriesListing series : listing.series()) {
                reader.read(series, Runnable::run, slice -> {});
            }
        } catch (CodedException e) {
            return List.of(e.code());
        }
        return SmallCt.refusals(reader, file);
    }

    private Path put(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static int lastIndexOf(byte[] bytes, byte[] wanted) {
        for (int at = bytes.length - wanted.length; at >= 0; at--) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException("not found");
    }
}
