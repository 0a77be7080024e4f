package io.mirstream.eval.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Linear discriminant analysis (Fisher 1936; Rao 1948) with a covariance that is drawn towards a ball, since there are more
 * dimensions than volumes (Friedman 1989). Directions are those in which the means of classes differ most, measured by how
 * much volumes of one class differ.
 */
final class Discriminant {
    /** Of the largest: a direction in which means do not differ. */
    private static final double NOTHING = 1e-9;

    private final Span span;
    private final double[][] classMeans;
    private final double[] shares;
    private final Linear.Eigen within;
    private final double ball;

    private Discriminant(Span span, double[][] classMeans, double[] shares, Linear.Eigen within, double ball) {
        this.span = span;
        this.classMeans = classMeans;
        this.shares = shares;
        this.within = within;
        this.ball = ball;
    }

    /**
     * @param vectors one a volume
     * @param classes of each: 0, 1, 2 ..., each at least once; fewer than vectors
     */
    static Discriminant of(double[][] vectors, int[] classes) {
        Span span = Span.of(vectors);
        double[][] rows = span.map().ofAll(vectors);
        int count = Arrays.stream(classes).max().orElseThrow() + 1;
        int dimension = span.dimension();
        double[][] classMeans = new double[count][];
        double[] shares = new double[count];
        double[][] deviations = new double[rows.length][];
        for (int each = 0; each < count; each++) {
            int wanted = each;
            double[][] members = IntStream.range(0, rows.length)
                    .filter(row -> classes[row] == wanted)
                    .mapToObj(row -> rows[row])
                    .toArray(double[][]::new);
            classMeans[each] = Linear.mean(members);
            shares[each] = (double) members.length / rows.length;
        }
        for (int row = 0; row < rows.length; row++) {
            deviations[row] = Linear.minus(rows[row], classMeans[classes[row]]);
        }
        double[][] covariance = Linear.scatter(deviations);
        double trace = 0;
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                covariance[i][j] /= rows.length - count;
            }
            trace += covariance[i][i];
        }
        return new Discriminant(span, classMeans, shares, Linear.eigen(covariance), trace / dimension);
    }

    /**
     * @param shrinkage above 0 to 1: how far the covariance is drawn to the ball of the same trace
     * @return to as many values as there are directions, at most one less than classes; the mean goes to 0, and volumes of
     *     one class have variance 1 along each
     */
    AffineMap map(double shrinkage) {
        double[][] whitening = whitening(shrinkage);
        double[][] means = new double[classMeans.length][];
        for (int each = 0; each < means.length; each++) {
            means[each] = new double[whitening.length];
            for (int i = 0; i < whitening.length; i++) {
                means[each][i] = Math.sqrt(shares[each]) * Linear.dot(whitening[i], classMeans[each]);
            }
        }
        Linear.Eigen between = Linear.eigen(Linear.products(means, means));
        List<double[]> directions = new ArrayList<>();
        for (int axis = 0; axis < means.length - 1; axis++) {
            double strength = between.values()[axis];
            if (strength > NOTHING * between.values()[0]) {
                directions.add(direction(whitening, means, between.vectors()[axis], Math.sqrt(strength)));
            }
        }
        double[][] weights = directions.toArray(double[][]::new);
        return span.map().then(new AffineMap(weights, new double[weights.length])); // whose origin is the mean
    }

    /** Rows are directions of the covariance, so scaled that the variance along each is 1. */
    private double[][] whitening(double shrinkage) {
        double[][] whitening = new double[within.values().length][];
        for (int axis = 0; axis < whitening.length; axis++) {
            double variance = (1 - shrinkage) * Math.max(0, within.values()[axis]) + shrinkage * ball;
            double scale = 1 / Math.sqrt(variance);
            whitening[axis] = Arrays.stream(within.vectors()[axis])
                    .map(value -> value * scale)
                    .toArray();
        }
        return whitening;
    }

    private static double[] direction(double[][] whitening, double[][] means, double[] mixture, double length) {
        double[] direction = new double[whitening[0].length];
        for (int i = 0; i < whitening.length; i++) {
            double along = 0;
            for (int each = 0; each < means.length; each++) {
                along += mixture[each] * means[each][i] / length;
            }
            for (int column = 0; column < direction.length; column++) {
                direction[column] += along * whitening[i][column];
            }
        }
        return direction;
    }
}
