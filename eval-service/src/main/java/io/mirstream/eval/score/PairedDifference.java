package io.mirstream.eval.score;

import io.mirstream.eval.dataset.VolumeId;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two methods on the same queries.
 *
 * @param mean of what the first has more than the second, query by query
 * @param interval of this mean
 * @param pValue two-sided, of a permutation test: how often a difference as large comes of swapping the methods query by
 *     query at random
 */
public record PairedDifference(double mean, Interval interval, double pValue) {
    /** Up to here all swaps are tried. */
    private static final int MAX_EXACT_QUERIES = 16;

    private static final int PERMUTATIONS = 20_000;

    /** Sums of the same numbers in another order are no difference. */
    private static final double ROUNDING = 1e-12;

    /** @throws IllegalArgumentException for scores of other queries */
    public static PairedDifference of(Scores first, Scores second, Metric metric, long seed) {
        if (!queries(first).equals(queries(second)) || first.queries().isEmpty()) {
            throw new IllegalArgumentException("two methods are compared on the same queries");
        }
        double[] differences = first.values(metric);
        double[] others = second.values(metric);
        for (int query = 0; query < differences.length; query++) {
            differences[query] -= others[query];
        }
        return new PairedDifference(
                Scores.mean(differences), Interval.ofMean(differences, seed), pValue(differences, seed));
    }

    private static List<VolumeId> queries(Scores scores) {
        return scores.queries().stream().map(Scores.OfQuery::query).toList();
    }

    private static double pValue(double[] differences, long seed) {
        double observed = Math.abs(sum(differences, 0));
        if (Double.isNaN(observed)) {
            return Double.NaN;
        }
        int queries = differences.length;
        if (queries <= MAX_EXACT_QUERIES) {
            int all = 1 << queries;
            int asLarge = 0;
            for (int swaps = 0; swaps < all; swaps++) {
                asLarge += Math.abs(sum(differences, swaps)) >= observed - ROUNDING ? 1 : 0;
            }
            return (double) asLarge / all;
        }
        SplittableRandom random = new SplittableRandom(seed);
        int asLarge = 1; // what was observed is one of the permutations
        for (int permutation = 0; permutation < PERMUTATIONS; permutation++) {
            double sum = 0;
            for (double difference : differences) {
                sum += random.nextBoolean() ? difference : -difference;
            }
            asLarge += Math.abs(sum) >= observed - ROUNDING ? 1 : 0;
        }
        return (double) asLarge / (PERMUTATIONS + 1);
    }

    /** @param swaps a bit a query; 1 where the methods change places */
    private static double sum(double[] differences, int swaps) {
        double sum = 0;
        for (int query = 0; query < differences.length; query++) {
            sum += (swaps >>> query & 1) == 0 ? differences[query] : -differences[query];
        }
        return sum;
    }
}
