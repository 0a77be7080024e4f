package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.DicomBytes.Syntax;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Enhanced CT: the frames of one file, with shared and per-frame functional groups, as the slices of a stack. */
class MultiFrameReadingTest {
    private static final int FRAMES = SmallCt.VOLUME.slices().size();
    private static final int NUMBER_OF_FRAMES = 0x0028_0008;
    private static final int SHARED = 0x5200_9229;
    private static final int PER_FRAME = 0x5200_9230;
    private static final int PLANE_POSITION = 0x0020_9113;
    private static final int PLANE_ORIENTATION = 0x0020_9116;
    private static final int FRAME_CONTENT = 0x0020_9111;
    private static final int PIXEL_MEASURES = 0x0028_9110;
    private static final int PIXEL_VALUE_TRANSFORMATION = 0x0028_9145;
    private static final List<Integer> IN_GROUPS =
            List.of(0x0020_0032, 0x0020_0037, 0x0028_0030, 0x0018_0050, 0x0028_1052, 0x0028_1053, 0x0028_1054);

    private final FileStudyReader reader = reader(ReadLimits.DEFAULT);

    @TempDir
    Path scratch;

    private List<byte[]> classic;

    /** What is under test; a module that brings another reader of files runs these tests with it. */
    FileStudyReader reader(ReadLimits limits) {
        return new FileStudyReader(limits);
    }

    @BeforeEach
    void write() throws IOException {
        classic = SmallCt.dicom(scratch);
    }

    @ParameterizedTest
    @EnumSource(
            value = Syntax.class,
            names = {"EXPLICIT_LITTLE_ENDIAN", "DEFLATED"})
    void frames_in_any_order_become_the_slices_of_the_stack(Syntax syntax) throws IOException {
        Path file = put(enhanced(List.of(2, 0, 1), HU, true).write(syntax));

        List<short[]> slices = SmallCt.read(reader, file);

        SmallCt.assertHoldsTheVolume(slices);
    }

    @Test
    void items_and_sequences_of_undefined_length_are_read_as_well() throws IOException {
        Path file = put(enhanced(List.of(0, 1, 2), HU, false).write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, file));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void frames_of_several_fragments_are_found_with_an_offset_table_only(boolean table) throws IOException {
        byte[] file = enhanced(List.of(0, 1, 2), HU, true).write(Syntax.RLE, FRAMES, 2, table);

        Path written = put(file);

        if (table) {
            SmallCt.assertHoldsTheVolume(SmallCt.read(reader, written));
        } else { // nothing in RLE marks the beginning of a frame
            try (StudyListing listing = reader.list(written, Optional.empty())) {
                assertThat(listing.series()).hasSize(1);
                assertThatThrownBy(() -> reader.read(listing.series().getFirst(), Runnable::run, slice -> {}))
                        .hasMessageContaining("does not begin a frame");
            }
        }
    }

    @Test
    void one_fragment_a_frame_needs_no_offset_table() throws IOException {
        Path file = put(enhanced(List.of(0, 1, 2), HU, true).write(Syntax.RLE, FRAMES, 1, false));

        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, file));
    }

    @Test
    void a_frame_may_have_a_rescale_of_its_own() throws IOException {
        Path file = put(
                enhanced(List.of(0, 1, 2), List.of("0", "100", "-1000"), true).write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        List<short[]> slices = SmallCt.read(reader, file);

        short first = SmallCt.VOLUME.slices().getFirst()[20];
        short second = SmallCt.VOLUME.slices().get(1)[20];
        assertThat((int) slices.getFirst()[20] - slices.get(1)[20]).isEqualTo(first - second - 100);
    }

    @Test
    void fewer_groups_than_frames_are_malformed() throws IOException {
        put(enhanced(List.of(0, 1, 2), HU, true)
                .with(NUMBER_OF_FRAMES, "IS", "2")
                .write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        assertThat(SmallCt.refusals(reader, scratch.resolve("enhanced.dcm"))).containsExactly(ErrorCode.MALFORMED);
    }

    @Test
    void more_frames_than_pixels_are_truncated() throws IOException {
        byte[] whole = enhanced(List.of(0, 1, 2), HU, true).write(Syntax.EXPLICIT_LITTLE_ENDIAN);

        put(Arrays.copyOf(whole, whole.length - 8));

        assertThat(SmallCt.refusals(reader, scratch.resolve("enhanced.dcm"))).containsExactly(ErrorCode.TRUNCATED);
    }

    @Test
    void two_temporal_positions_at_each_place_are_refused_and_not_mixed() throws IOException {
        put(enhanced(List.of(0, 0, 1, 1, 2, 2), HU, true).write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        assertThat(SmallCt.refusals(reader, scratch.resolve("enhanced.dcm")))
                .containsExactly(ErrorCode.UNSUPPORTED_GEOMETRY);
    }

    private static final List<String> HU = List.of("0", "0", "0", "0", "0", "0");

    /** @param added to the intercept of each frame */
    private DicomBytes enhanced(List<Integer> slices, List<String> added, boolean defined) throws IOException {
        DicomBytes first = DicomBytes.parse(classic.getFirst());
        String slope = first.text(0x0028_1053);
        double intercept = Double.parseDouble(first.text(0x0028_1052));
        byte[] shared = sequence(
                defined,
                macro(PLANE_ORIENTATION, defined, element(0x0020_0037, "DS", first.text(0x0020_0037))),
                macro(PIXEL_MEASURES, defined, element(0x0028_0030, "DS", first.text(0x0028_0030))));
        ByteArrayOutputStream groups = new ByteArrayOutputStream();
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        for (int frame = 0; frame < slices.size(); frame++) {
            DicomBytes slice = DicomBytes.parse(classic.get(slices.get(frame)));
            String offset = String.format(Locale.ROOT, "%.0f", intercept + Double.parseDouble(added.get(frame)));
            groups.writeBytes(sequence(
                    defined,
                    macro(FRAME_CONTENT, defined, element(0x0020_9056, "SH", "1")),
                    macro(PLANE_POSITION, defined, element(0x0020_0032, "DS", slice.text(0x0020_0032))),
                    macro(
                            PIXEL_VALUE_TRANSFORMATION,
                            defined,
                            element(0x0028_1052, "DS", offset),
                            element(0x0028_1053, "DS", slope),
                            element(0x0028_1054, "LO", "HU"))));
            pixels.writeBytes(slice.value(DicomBytes.PIXEL_DATA));
        }
        IN_GROUPS.forEach(first::without);
        return first.with(DicomBytes.SOP_CLASS, "UI", "1.2.840.10008.5.1.4.1.1.2.1")
                .with(NUMBER_OF_FRAMES, "IS", Integer.toString(slices.size()))
                .with(SHARED, "SQ", shared)
                .with(PER_FRAME, "SQ", groups.toByteArray())
                .with(DicomBytes.PIXEL_DATA, "OW", pixels.toByteArray());
    }

    // --- sequences in explicit VR little endian (PS3.5 7.5)

    /** One item that holds these elements. */
    private static byte[] sequence(boolean defined, byte[]... elements) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] element : elements) {
            content.writeBytes(element);
        }
        ByteBuffer item = buffer(8 + content.size() + (defined ? 0 : 8))
                .putInt(0xE000_FFFE)
                .putInt(defined ? content.size() : -1)
                .put(content.toByteArray());
        if (!defined) {
            item.putInt(0xE00D_FFFE).putInt(0);
        }
        return item.array();
    }

    /** A sequence of one item. */
    private static byte[] macro(int tag, boolean defined, byte[]... elements) {
        byte[] item = sequence(defined, elements);
        ByteBuffer out = buffer(12 + item.length + (defined ? 0 : 8))
                .putShort((short) (tag >> 16))
                .putShort((short) tag)
                .put(new byte[] {'S', 'Q', 0, 0})
                .putInt(defined ? item.length : -1)
                .put(item);
        if (!defined) {
            out.putInt(0xE0DD_FFFE).putInt(0);
        }
        return out.array();
    }

    private static byte[] element(int tag, String vr, String value) {
        byte[] bytes = (value + (value.length() % 2 == 0 ? "" : " ")).getBytes(StandardCharsets.ISO_8859_1);
        return buffer(8 + bytes.length)
                .putShort((short) (tag >> 16))
                .putShort((short) tag)
                .put(vr.getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Path put(byte[] file) throws IOException {
        return Files.write(scratch.resolve("enhanced.dcm"), file);
    }
}
