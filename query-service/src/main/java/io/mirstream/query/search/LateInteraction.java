package io.mirstream.query.search;

import java.util.List;

/**
 * MaxSim: how well every slice of a query is matched somewhere in a series (Khattab and Zaharia, ColBERT, 2020; for CT Khun
 * Jush et al., arXiv 2507.17412).
 */
final class LateInteraction {
    private LateInteraction() {}

    /** The mean over the query's slices of the greatest cosine with any slice of the series: in [-1, 1]. */
    static double score(List<float[]> unitQuery, SliceMatrix series) {
        double sum = 0;
        for (float[] slice : unitQuery) {
            float best = -1;
            for (float cosine : series.cosines(slice)) {
                best = Math.max(best, cosine);
            }
            sum += best;
        }
        return sum / unitQuery.size();
    }
}
