package io.mirstream.query.search;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.SeriesUid;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The index of one model, for one search.
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
     * @param exceptPatient whose series are left out
     */
    record Scope(Filters filters, Set<SeriesUid> except, Optional<PatientKey> exceptPatient) {}

    /** Whose vectors the index holds. */
    ModelRef model();

    /** The pooled vector of a series; empty when the series is not there, or has none of that pooling. */
    Optional<Vector> volume(SeriesUid series, Pooling pooling);

    /** The vector of a series' report; empty when the series is not there, or has none. */
    Optional<Vector> report(SeriesUid series);

    /** Whose series it is; empty when the series is not there, or its sender did not say. */
    Optional<PatientKey> patient(SeriesUid series);

    /** The slices of a series; empty when the series is not there. */
    Optional<SeriesSlices> slices(SeriesUid series);

    /** The slices of many series; those that are not there are left out. */
    Map<SeriesKey, SeriesSlices> slices(Collection<SeriesKey> series);

    /** Where along the body, in mm, the slices of a series are that have vectors, foot to head; none when it is not there. */
    List<Double> positionsMm(SeriesKey series);

    /** The slices of many series, ready to be compared; series that are not there are left out. */
    Map<SeriesKey, SliceMatrix> matrices(Collection<SeriesKey> series);

    /** The average vectors of many series; those that are not there are left out. */
    Map<SeriesKey, Vector> volumes(Collection<SeriesKey> series);

    /** How many vectors there are, of all series; may be as old as the implementation says. */
    long count(Space space);

    /** For each query its nearest vectors, best first; with {@code exact} ties are in the order of the series' UIDs. */
    List<List<Neighbour>> nearest(Space space, List<Vector> queries, int k, Scope scope, boolean exact);

    /**
     * What is known of series: as they were when this search found their vectors, if it did so among those of series. Those
     * that are not there are left out.
     */
    Map<SeriesKey, Description> describe(Collection<SeriesKey> series);

    /**
     * How many studies and series a collection has.
     *
     * @param indexedAt when the newest of them became searchable
     */
    record CollectionSize(CollectionName collection, long studies, long series, Optional<Instant> indexedAt) {}

    List<CollectionSize> collections();
}
