package io.mirstream.query.search;

import io.mirstream.contracts.event.Vector;
import java.util.List;

/**
 * What slices of a series look like, foot to head.
 *
 * @param indices of the slices in their series
 * @param positionsMm along the body, in patient coordinates
 * @param vectors one a slice
 */
public record SeriesSlices(List<Integer> indices, List<Double> positionsMm, List<Vector> vectors) {
    public SeriesSlices {
        indices = List.copyOf(indices);
        positionsMm = List.copyOf(positionsMm);
        vectors = List.copyOf(vectors);
        if (indices.size() != vectors.size() || positionsMm.size() != vectors.size()) {
            throw new IllegalArgumentException("every slice has an index, a position and a vector");
        }
    }

    public int size() {
        return vectors.size();
    }
}
