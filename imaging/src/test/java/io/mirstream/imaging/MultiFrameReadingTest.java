package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.DicomBytes.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
        Path file = put(EnhancedBytes.of(classic, List.of(2, 0, 1), HU, true).write(syntax));

        List<short[]> slices = SmallCt.read(reader, file);

        SmallCt.assertHoldsTheVolume(slices);
    }

    @Test
    void items_and_sequences_of_undefined_length_are_read_as_well() throws IOException {
        Path file = put(EnhancedBytes.of(classic, List.of(0, 1, 2), HU, false).write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, file));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void frames_of_several_fragments_are_found_with_an_offset_table_only(boolean table) throws IOException {
        byte[] file = EnhancedBytes.of(classic, List.of(0, 1, 2), HU, true).write(Syntax.RLE, FRAMES, 2, table);

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
        Path file = put(EnhancedBytes.of(classic, List.of(0, 1, 2), HU, true).write(Syntax.RLE, FRAMES, 1, false));

        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, file));
    }

    @Test
    void a_frame_may_have_a_rescale_of_its_own() throws IOException {
        Path file = put(EnhancedBytes.of(classic, List.of(0, 1, 2), List.of("0", "100", "-1000"), true)
                .write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        List<short[]> slices = SmallCt.read(reader, file);

        short first = SmallCt.VOLUME.slices().getFirst()[20];
        short second = SmallCt.VOLUME.slices().get(1)[20];
        assertThat((int) slices.getFirst()[20] - slices.get(1)[20]).isEqualTo(first - second - 100);
    }

    @Test
    void fewer_groups_than_frames_are_malformed() throws IOException {
        put(EnhancedBytes.of(classic, List.of(0, 1, 2), HU, true)
                .with(NUMBER_OF_FRAMES, "IS", "2")
                .write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        assertThat(SmallCt.refusals(reader, scratch.resolve("enhanced.dcm"))).containsExactly(ErrorCode.MALFORMED);
    }

    @Test
    void more_frames_than_pixels_are_truncated() throws IOException {
        byte[] whole = EnhancedBytes.of(classic, List.of(0, 1, 2), HU, true).write(Syntax.EXPLICIT_LITTLE_ENDIAN);

        put(Arrays.copyOf(whole, whole.length - 8));

        assertThat(SmallCt.refusals(reader, scratch.resolve("enhanced.dcm"))).containsExactly(ErrorCode.TRUNCATED);
    }

    @Test
    void two_temporal_positions_at_each_place_are_refused_and_not_mixed() throws IOException {
        put(EnhancedBytes.of(classic, List.of(0, 0, 1, 1, 2, 2), HU, true).write(Syntax.EXPLICIT_LITTLE_ENDIAN));

        assertThat(SmallCt.refusals(reader, scratch.resolve("enhanced.dcm")))
                .containsExactly(ErrorCode.UNSUPPORTED_GEOMETRY);
    }

    private static final List<String> HU = List.of("0", "0", "0", "0", "0", "0");

    /** @param added to the intercept of each frame */
    private Path put(byte[] file) throws IOException {
        return Files.write(scratch.resolve("enhanced.dcm"), file);
    }
}
