package io.mirstream.query.search;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Objects;
import java.util.Optional;

/**
 * The part of a query's image that is looked for: slices by their index, or by their position along the body.
 *
 * @param fromSlice the first, 0 for the one nearest to the feet
 * @param toSlice the last
 * @param fromMm not nearer to the feet, in patient coordinates
 * @param toMm not nearer to the head
 */
public record Region(
        Optional<Integer> fromSlice, Optional<Integer> toSlice, Optional<Double> fromMm, Optional<Double> toMm) {
    public Region {
        fromSlice = Objects.requireNonNullElse(fromSlice, Optional.empty());
        toSlice = Objects.requireNonNullElse(toSlice, Optional.empty());
        fromMm = Objects.requireNonNullElse(fromMm, Optional.empty());
        toMm = Objects.requireNonNullElse(toMm, Optional.empty());
        boolean bySlice = fromSlice.isPresent() || toSlice.isPresent();
        boolean byMm = fromMm.isPresent() || toMm.isPresent();
        if (bySlice == byMm) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "region is by slices or by mm");
        }
    }

    boolean contains(int slice, double positionMm) {
        return slice >= fromSlice.orElse(0)
                && slice <= toSlice.orElse(Integer.MAX_VALUE)
                && positionMm >= fromMm.orElse(Double.NEGATIVE_INFINITY)
                && positionMm <= toMm.orElse(Double.POSITIVE_INFINITY);
    }
}
