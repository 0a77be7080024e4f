package io.mirstream.ingest.index;

/**
 * What the ledger knows of a series.
 *
 * @param slices how many slice documents there may be at most: those with index 0 to this
 */
public record SeriesLine(Presence presence, int slices) {
    /** Whether the series is where it should be. */
    public enum Presence {
        /** Part of the study's revision, and not yet in the index. */
        PENDING,
        /** In the index. */
        INDEXED,
        /** Part of the study's revision, but the index will not take it. */
        REFUSED,
        /** No longer part of the study; its documents may still be there. */
        OBSOLETE
    }
}
