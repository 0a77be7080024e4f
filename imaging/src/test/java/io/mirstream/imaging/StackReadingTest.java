package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.DicomBytes.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stacks of other kinds than the plain one: other planes, phases, strays. */
class StackReadingTest {
    private static final int ACQUISITION = 0x0020_0012;
    private static final int TEMPORAL_POSITION = 0x0020_0100;
    private static final int POSITION = 0x0020_0032;
    private static final int ORIENTATION = 0x0020_0037;
    private static final int SOP_INSTANCE = DicomBytes.SOP_INSTANCE;

    private final FileStudyReader reader = reader(ReadLimits.DEFAULT);

    @TempDir
    Path scratch;

    private Path folder;
    private List<byte[]> files;

    /** What is under test; a module that brings another reader of files runs these tests with it. */
    FileStudyReader reader(ReadLimits limits) {
        return new FileStudyReader(limits);
    }

    @BeforeEach
    void write() throws IOException {
        files = SmallCt.dicom(scratch);
        folder = Files.createDirectories(scratch.resolve("study"));
    }

    @Test
    void a_coronal_stack_is_cut_into_axial_slices() throws IOException {
        for (int plane = 0; plane < files.size(); plane++) {
            put(
                    plane,
                    file(plane)
                            .with(ORIENTATION, "DS", "1\\0\\0\\0\\0\\-1")
                            .with(POSITION, "DS", String.format(Locale.ROOT, "-10\\%.2f\\40", 2.5 * plane)));
        }

        List<Slice> slices = new ArrayList<>();
        VolumeGeometry geometry;
        try (StudyListing listing = reader.list(folder, Optional.empty())) {
            SeriesListing series = listing.series().getFirst();
            geometry = series.geometry();
            reader.read(series, Runnable::run, slices::add);
        }

        assertThat(geometry.rows()).isEqualTo(3);
        assertThat(geometry.columns()).isEqualTo(7);
        assertThat(geometry.slices()).isEqualTo(5).isEqualTo(slices.size());
        assertThat(geometry.rowSpacingMm()).isCloseTo(2.5, within(1e-9));
        assertThat(geometry.columnSpacingMm()).isEqualTo(0.75);
        assertThat(geometry.findings()).anyMatch(finding -> finding.contains("coronal"));
        for (int slice = 0; slice < 5; slice++) {
            // the rows of a coronal plane run to the feet, from 40 mm down
            assertThat(slices.get(slice).positionMm()).isCloseTo(40 - 0.75 * (4 - slice), within(1e-9));
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 7; column++) {
                    assertThat(slices.get(slice).hounsfield()[row * 7 + column])
                            .isEqualTo(SmallCt.VOLUME.slices().get(row)[(4 - slice) * 7 + column]);
                }
            }
        }
    }

    @Test
    void a_sagittal_stack_is_cut_into_axial_slices() throws IOException {
        for (int plane = 0; plane < files.size(); plane++) {
            put(
                    plane,
                    file(plane)
                            .with(ORIENTATION, "DS", "0\\1\\0\\0\\0\\-1")
                            .with(POSITION, "DS", String.format(Locale.ROOT, "%.2f\\-20\\40", 2.5 * plane)));
        }

        List<short[]> slices = SmallCt.read(reader, folder);

        assertThat(slices).hasSize(5);
        assertThat(slices.getFirst()).hasSize(7 * 3);
        // the topmost slice, second row from the front, rightmost column: plane 0, row 0, column 1
        assertThat(slices.getLast()[3]).isEqualTo(SmallCt.VOLUME.slices().getFirst()[1]);
        assertThat(slices.getFirst()[6 * 3 + 2])
                .isEqualTo(SmallCt.VOLUME.slices().get(2)[4 * 7 + 6]);
    }

    @Test
    void two_phases_of_one_series_are_refused_and_not_mixed() throws IOException {
        for (int phase = 0; phase < 2; phase++) {
            for (int slice = 0; slice < files.size(); slice++) {
                put(
                        10 * phase + slice,
                        moved(slice, 1.25 * phase, 10 * phase + slice)
                                .with(TEMPORAL_POSITION, "IS", Integer.toString(phase + 1)));
            }
        }

        assertThat(SmallCt.refusals(reader, folder)).containsExactly(ErrorCode.UNSUPPORTED_GEOMETRY);
    }

    @Test
    void acquisitions_that_follow_one_another_are_one_stack() throws IOException {
        for (int slice = 0; slice < files.size(); slice++) {
            put(slice, file(slice).with(ACQUISITION, "IS", Integer.toString(slice + 1)));
        }

        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, folder));
    }

    @Test
    void a_stray_image_in_another_plane_is_left_out_by_name() throws IOException {
        for (int slice = 0; slice < 12; slice++) {
            put(slice, moved(slice % 3, 10 * (slice / 3), slice));
        }
        put(99, moved(0, 0, 99).with(ORIENTATION, "DS", "0\\1\\0\\0\\0\\-1"));

        try (StudyListing listing = reader.list(folder, Optional.empty())) {
            assertThat(listing.series())
                    .singleElement()
                    .satisfies(series -> assertThat(series.slices()).isEqualTo(12));
            assertThat(listing.refused()).singleElement().satisfies(stray -> {
                assertThat(stray.name()).isEqualTo("99.dcm");
                assertThat(stray.code()).isEqualTo(ErrorCode.UNSUPPORTED_GEOMETRY);
            });
        }
    }

    @Test
    void planes_that_are_half_of_one_kind_and_half_of_another_are_refused() throws IOException {
        put(0, moved(0, 0, 0));
        put(1, moved(1, 0, 1).with(ORIENTATION, "DS", "0\\1\\0\\0\\0\\-1"));

        assertThat(SmallCt.refusals(reader, folder)).containsExactly(ErrorCode.UNSUPPORTED_GEOMETRY);
    }

    private DicomBytes file(int slice) {
        return DicomBytes.parse(files.get(slice));
    }

    /** A slice elsewhere along the axis, as an image of its own. */
    private DicomBytes moved(int slice, double by, int number) {
        return file(slice)
                .with(
                        POSITION,
                        "DS",
                        String.format(
                                Locale.ROOT,
                                "-12\\-34\\%.2f",
                                SmallCt.VOLUME.positionsMm().get(slice) + by))
                .with(SOP_INSTANCE, "UI", "1.2.3.4." + (number + 1));
    }

    private void put(int number, DicomBytes file) throws IOException {
        Files.write(folder.resolve(number + ".dcm"), file.write(Syntax.EXPLICIT_LITTLE_ENDIAN));
    }
}
