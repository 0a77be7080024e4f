package io.mirstream.query.search;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import java.util.Comparator;

/** A series in a collection. Ordered by code points, so that ties are broken the same way every time. */
public record SeriesKey(CollectionName collection, SeriesUid series) implements Comparable<SeriesKey> {
    private static final Comparator<SeriesKey> ORDER =
            Comparator.comparing((SeriesKey key) -> key.series.value()).thenComparing(key -> key.collection.value());

    @Override
    public int compareTo(SeriesKey other) {
        return ORDER.compare(this, other);
    }
}
