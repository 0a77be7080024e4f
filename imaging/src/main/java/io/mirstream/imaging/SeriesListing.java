package io.mirstream.imaging;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.time.LocalDate;
import java.util.Optional;

/** One CT series as its headers describe it; {@link StudyReader#read} delivers its slices. */
public interface SeriesListing {
    /** From the files, or derived from their content or the study it was listed for where they have none. */
    StudyUid studyInstanceUid();

    SeriesUid seriesInstanceUid();

    String modality();

    /** Body Part Examined (0018,0015), upper case. */
    Optional<String> bodyPart();

    Optional<LocalDate> studyDate();

    VolumeGeometry geometry();

    /** Number of instances (files or frames) that form the stack. */
    default int slices() {
        return geometry().slices();
    }
}
