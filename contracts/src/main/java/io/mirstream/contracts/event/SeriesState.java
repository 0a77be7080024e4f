package io.mirstream.contracts.event;

/** How far one series of a study came. */
public enum SeriesState {
    /** Its vectors are on their way to the index. */
    EMBEDDED,
    /** Its vectors can be searched. Final. */
    INDEXED,
    /** It is no CT image series, and so was left out; the code says why. Final. */
    SKIPPED,
    /** It could not be read or embedded; the code says why. Final. */
    FAILED
}
