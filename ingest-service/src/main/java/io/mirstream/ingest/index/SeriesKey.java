package io.mirstream.ingest.index;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;

/** A series in a collection: whose previews there are. */
public record SeriesKey(CollectionName collection, SeriesUid series) {
    public String text() {
        return collection + "/" + series;
    }
}
