package io.mirstream.query.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Why a series was found.
 *
 * @param pairs slices that are most alike, best first, every slice of the hit once
 * @param strip how well each slice of the hit is matched, foot to head
 * @param report the words that a text was compared with
 */
public record Explanation(List<Pair> pairs, List<Point> strip, Optional<String> report) {
    private static final int MAX_PAIRS = 5;

    /**
     * A slice of the query and one of the hit; without the former the query is a text.
     *
     * @param similarity cosine, in [-1, 1]
     */
    public record Pair(Optional<Place> query, Place hit, double similarity) {}

    /**
     * A slice.
     *
     * @param index 0 for the one nearest to the feet
     * @param positionMm along the body, in patient coordinates
     */
    public record Place(int index, double positionMm) {}

    /** @param similarity the greatest cosine with any slice of the query, in [-1, 1] */
    public record Point(int index, double positionMm, double similarity) {}

    /** @param query its slices, or none for a text whose vector is {@code text} */
    static Explanation ofSlices(SeriesSlices query, SeriesSlices hit) {
        SliceMatrix slices = SliceMatrix.of(hit.vectors());
        float[] best = new float[hit.size()];
        int[] bestQuery = new int[hit.size()];
        java.util.Arrays.fill(best, -1);
        for (int q = 0; q < query.size(); q++) {
            float[] cosines = slices.cosines(SliceMatrix.unit(query.vectors().get(q)));
            for (int slice = 0; slice < cosines.length; slice++) {
                if (cosines[slice] > best[slice]) {
                    best[slice] = cosines[slice];
                    bestQuery[slice] = q;
                }
            }
        }
        List<Pair> pairs = new ArrayList<>();
        for (int slice = 0; slice < best.length; slice++) {
            pairs.add(new Pair(Optional.of(place(query, bestQuery[slice])), place(hit, slice), best[slice]));
        }
        return of(pairs, hit, best);
    }

    /** @param text a vector of the space that text and image share */
    static Explanation ofText(io.mirstream.contracts.event.Vector text, SeriesSlices hit) {
        float[] cosines = SliceMatrix.of(hit.vectors()).cosines(SliceMatrix.unit(text));
        List<Pair> pairs = new ArrayList<>();
        for (int slice = 0; slice < cosines.length; slice++) {
            pairs.add(new Pair(Optional.empty(), place(hit, slice), cosines[slice]));
        }
        return of(pairs, hit, cosines);
    }

    static Explanation ofReport(Optional<String> report) {
        return new Explanation(List.of(), List.of(), report);
    }

    private static Explanation of(List<Pair> pairs, SeriesSlices hit, float[] best) {
        List<Point> strip = new ArrayList<>();
        for (int slice = 0; slice < best.length; slice++) {
            strip.add(new Point(hit.indices().get(slice), hit.positionsMm().get(slice), best[slice]));
        }
        List<Pair> bestFirst = pairs.stream()
                .sorted(Comparator.comparingDouble(Pair::similarity)
                        .reversed()
                        .thenComparing(pair -> pair.hit().index()))
                .limit(MAX_PAIRS)
                .toList();
        return new Explanation(bestFirst, strip, Optional.empty());
    }

    private static Place place(SeriesSlices slices, int at) {
        return new Place(slices.indices().get(at), slices.positionsMm().get(at));
    }
}
