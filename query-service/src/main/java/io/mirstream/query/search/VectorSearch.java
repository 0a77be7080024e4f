package io.mirstream.query.search;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.SeriesUid;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The index of one model.
 *
 * <p>Every method throws {@link io.mirstream.contracts.error.CodedException} with {@code INDEX_UNAVAILABLE} or {@code
 * INDEX_BUSY}.
 */
public interface VectorSearch {
    /** Which vectors are compared. */
    sealed interface Space {
        record Volumes(Pooling pooling) implements Space {}

        record Slices() implements Space {}

        record Reports() implements Space {}
    }

    /**
     * Who may be found.
     *
     * @param except the query's own series
     */
    record Scope(Filters filters, Set<SeriesUid> except) {}

    /** Whose vectors the index holds. */
    ModelRef model();

    /** The pooled vector of a series; empty when the series is not there, or has none of that pooling. */
    Optional<Vector> volume(SeriesUid series, Pooling pooling);

    /** The slice vectors of a series, foot to head; empty when the series is not there. */
    List<Vector> slices(SeriesUid series);

    /** How many vectors there are, of all series. */
    long count(Space space);

    /** For each query its nearest vectors, best first. */
    List<List<Neighbour>> nearest(Space space, List<Vector> queries, int k, Scope scope, boolean exact);

    /** What is known of series. */
    Map<SeriesKey, Description> describe(Collection<SeriesKey> series);

    /** How many studies and series a collection has. */
    record CollectionSize(io.mirstream.contracts.id.CollectionName collection, long studies, long series) {}

    List<CollectionSize> collections();
}
