package io.mirstream.ingest.index;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import java.util.Map;
import java.util.Set;

/**
 * How far a study is in the index.
 *
 * @param revision newest that was begun; older records are not applied any more
 * @param series every series of which documents may exist, and those that are still to come
 */
public record LedgerLine(Revision revision, State state, Map<SeriesUid, SeriesLine> series) {
    /** Of a study's newest revision. */
    public enum State {
        /** Some series are still to come, or to go. */
        INDEXING,
        /** Every series can be searched. */
        INDEXED,
        /** Every series was tried; the index refused at least one. */
        FAILED,
        /** Documents are being deleted. */
        RETRACTING,
        /** Nothing is left but this line. */
        RETRACTED;

        boolean isRetraction() {
            return switch (this) {
                case INDEXING, INDEXED, FAILED -> false;
                case RETRACTING, RETRACTED -> true;
            };
        }
    }

    public LedgerLine {
        series = Map.copyOf(series);
    }

    /** The series that this revision consists of. */
    Set<SeriesUid> expected() {
        return series.entrySet().stream()
                .filter(entry -> entry.getValue().presence() != SeriesLine.Presence.OBSOLETE)
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet());
    }

    boolean has(SeriesLine.Presence presence) {
        return series.values().stream().anyMatch(line -> line.presence() == presence);
    }
}
