package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.write.CtVolume;
import io.mirstream.imaging.write.DicomSeriesWriter;
import io.mirstream.imaging.write.SeriesIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stack of three slices of 5 x 7 pixels: small enough to be altered byte by byte. */
final class SmallCt {
    static final SeriesIdentity IDENTITY =
            new SeriesIdentity(new StudyUid("1.2.3"), new SeriesUid("1.2.3.4"), "CHEST", LocalDate.of(2026, 1, 2));
    static final CtVolume VOLUME = volume();

    private SmallCt() {}

    private static CtVolume volume() {
        List<short[]> slices = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            short[] slice = new short[5 * 7];
            for (int i = 0; i < slice.length; i++) {
                slice[i] = (short) (i < 12 ? -1024 : i * 61 - 1000 + k); // a run of air, then no two alike
            }
            slices.add(slice);
        }
        return new CtVolume(5, 7, 0.75, -12, -34, List.of(-2.5, 0.0, 2.5), slices);
    }

    /** The files of the series, foot to head. */
    static List<byte[]> dicom(Path scratch) throws IOException {
        Path folder = scratch.resolve("written");
        DicomSeriesWriter.write(folder, IDENTITY, VOLUME);
        List<byte[]> files = new ArrayList<>();
        for (int index = 0; index < VOLUME.slices().size(); index++) {
            files.add(Files.readAllBytes(folder.resolve(String.format("%04d.dcm", index))));
        }
        return files;
    }

    /** The one series at a location, decoded. */
    static List<short[]> read(FileStudyReader reader, Path location) {
        try (StudyListing listing = reader.list(location, Optional.empty())) {
            assertThat(listing.series()).as("%s", listing).hasSize(1);
            List<short[]> slices = new ArrayList<>();
            reader.read(listing.series().getFirst(), Runnable::run, slice -> slices.add(slice.hounsfield()));
            return slices;
        }
    }

    static void assertHoldsTheVolume(List<short[]> slices) {
        assertThat(slices).hasSameSizeAs(VOLUME.slices());
        for (int index = 0; index < slices.size(); index++) {
            assertThat(slices.get(index)).isEqualTo(VOLUME.slices().get(index));
        }
    }

    /** Codes of everything that was left out, of series first. */
    static List<ErrorCode> refusals(FileStudyReader reader, Path location) {
        try (StudyListing listing = reader.list(location, Optional.empty())) {
            List<ErrorCode> codes = new ArrayList<>();
            listing.refusedSeries().forEach(series -> codes.add(series.code()));
            listing.refused().forEach(instance -> codes.add(instance.code()));
            return codes;
        }
    }
}
