package io.mirstream.query.opensearch;

import io.mirstream.query.search.SeriesKey;
import io.mirstream.query.search.SliceMatrix;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slices of series that were compared before, those that were compared last. A revision of a series has the same vectors for
 * good, so none of them grows old.
 */
final class Matrices {
    private final long maxBytes;
    private final Map<Of, SliceMatrix> byUse = new LinkedHashMap<>(16, 0.75f, true); // the oldest first
    private long bytes;

    /** @param maxBytes of all together; with 0 none is kept */
    Matrices(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Whose slices they are.
     *
     * @param index that they are in
     */
    record Of(String index, SeriesKey series, long revision) {}

    synchronized Optional<SliceMatrix> get(Of whose) {
        return Optional.ofNullable(byUse.get(whose));
    }

    synchronized void put(Of whose, SliceMatrix matrix) {
        SliceMatrix before = byUse.put(whose, matrix);
        bytes += matrix.bytes() - (before == null ? 0 : before.bytes());
        Iterator<SliceMatrix> oldest = byUse.values().iterator();
        while (bytes > maxBytes) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
