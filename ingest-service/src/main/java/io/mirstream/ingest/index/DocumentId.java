package io.mirstream.ingest.index;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;

/** Names a document by what it is about, so that writing it twice is writing it once. */
public sealed interface DocumentId {
    CollectionName collection();

    SeriesUid series();

    /** As the index knows it. */
    String text();

    record OfSeries(CollectionName collection, SeriesUid series) implements DocumentId {
        @Override
        public String text() {
            return collection + "/" + series;
        }
    }

    /** @param slice 0 for the one nearest to the feet */
    record OfSlice(CollectionName collection, SeriesUid series, int slice) implements DocumentId {
        @Override
        public String text() {
            return collection + "/" + series + "/" + slice;
        }
    }
}
