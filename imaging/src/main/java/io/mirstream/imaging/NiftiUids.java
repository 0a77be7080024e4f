package io.mirstream.imaging;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;

/** What NIfTI volumes are called, which have no UIDs. */
public final class NiftiUids {
    private NiftiUids() {}

    /**
     * The series that a volume is.
     *
     * @param study that it was said to be
     * @param name of the file, as its location has it
     */
    public static SeriesUid series(StudyUid study, String name) {
        return SeriesUid.derivedFrom("nifti", study.value(), name);
    }
}
