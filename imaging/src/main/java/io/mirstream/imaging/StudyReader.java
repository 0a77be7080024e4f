package io.mirstream.imaging;

import io.mirstream.contracts.id.StudyUid;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Reads CT studies. A port: {@link FileStudyReader} is behind it. Safe for use by many threads. */
public interface StudyReader {
    /**
     * Lists the headers of everything under a location without touching pixel data.
     *
     * @param location a folder (searched deep), a zip, a DICOM file, or a {@code .nii} or {@code .nii.gz} file
     * @param study instances of other studies are refused with {@code STUDY_UID_MISMATCH}, and instances with no
     *     StudyInstanceUID (such as NIfTI) are taken for this one; when empty all studies are listed, and UIDs that are
     *     missing are derived from content
     * @throws io.mirstream.contracts.error.CodedException {@code LOCATION_NOT_FOUND}, {@code LOCATION_UNREADABLE}, {@code
     *     LIMIT_EXCEEDED}; what is wrong with single files is in the listing
     */
    StudyListing list(Path location, Optional<StudyUid> study);

    /**
     * Decodes a series: slices are decoded on {@code decoders}, a bounded few ahead, and handed to {@code consumer} on the
     * calling thread, in order, foot to head, in patient axes.
     *
     * @throws io.mirstream.contracts.error.CodedException INPUT kinds for what is wrong with the pixels, such as {@code
     *     TRUNCATED}; {@code LOCATION_UNREADABLE}
     */
    void read(SeriesListing series, Executor decoders, SliceConsumer consumer);
}
