package io.mirstream.eval.replay;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.NiftiUids;

/**
 * UIDs for volumes that are studies of their own. A NIfTI volume's series is named after its study and its file, by a hash.
 * Equal scores are in the order of series, and in that of volumes in the notebooks: so of many possible studies one is taken
 * whose series lies where the volume's rank is. The same replay has the same UIDs.
 */
final class OrderedUids {
    private static final String ROOT = "2.25.";

    /** Of most of the numbers below 2^128, which begin with 1, 2 or 3: they sort as text as they do as numbers. */
    private static final int DIGITS = 39;

    /** That are compared: exact as a double, and far finer than any rank. */
    private static final int LEADING = 15;

    private static final double SMALLEST = 1e14;

    /** The leading digits of 2^128. */
    private static final double LARGEST = 340_282_366_920_938.0;

    private final String replay;
    private final int ranks;

    /** @param ranks how many volumes are to be in order */
    OrderedUids(String replay, int ranks) {
        this.replay = replay;
        this.ranks = ranks;
    }

    /**
     * @param what of the replay the study is; no other has the same
     * @param rank of the volume, from 0
     * @param file the volume's file name
     */
    StudyUid study(String what, int rank, String file) {
        for (int attempt = 0; ; attempt++) {
            StudyUid study = StudyUid.derivedFrom("replay", replay, what, Integer.toString(attempt));
            if (lies(NiftiUids.series(study, file), rank)) {
                return study;
            }
        }
    }

    private boolean lies(SeriesUid series, int rank) {
        String digits = series.value().substring(ROOT.length());
        if (digits.length() != DIGITS) {
            return false;
        }
        double place = (Long.parseLong(digits, 0, LEADING, 10) - SMALLEST) / (LARGEST - SMALLEST);
        return (int) (place * ranks) == rank;
    }
}
