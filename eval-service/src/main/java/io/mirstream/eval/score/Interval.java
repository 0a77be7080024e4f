package io.mirstream.eval.score;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The middle 95 % of a mean's bootstrap distribution (Efron's percentile method): what other queries of the kind might have
 * given. With the 19 to 32 queries of a pool it is wide.
 */
public record Interval(double low, double high) {
    public static final int RESAMPLES = 10_000;
    private static final double TAIL = 0.025;
    public static final double LEVEL = 1 - 2 * TAIL;

    /** Of the mean of these queries' scores; NaN if one is NaN or there is none. */
    public static Interval ofMean(double[] values, long seed) {
        if (values.length == 0 || Double.isNaN(Scores.mean(values))) {
            return new Interval(Double.NaN, Double.NaN);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[resample] = sum / values.length;
        }
        Arrays.sort(means);
        return new Interval(quantile(means, TAIL), quantile(means, 1 - TAIL));
    }

    /** Linear between order statistics: type 7 of Hyndman and Fan, numpy's default. */
    public static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
