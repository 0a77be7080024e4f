package io.mirstream.eval.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * Coordinates in the space that a set of vectors spans around its mean: as many as it takes, which is less than there are
 * vectors. Distances are kept, so that what is learned in them is what would be learned in the values themselves.
 *
 * @param map to coordinates
 */
record Span(AffineMap map) {
    /** Of the largest eigenvalue: what is below is rounding. */
    static final double NOTHING = 1e-10;

    /** @param rows at least 2 */
    static Span of(double[][] rows) {
        double[] mean = Linear.mean(rows);
        double[][] centred = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            centred[row] = Linear.minus(rows[row], mean);
        }
        double[][] basis = rows.length <= mean.length ? ofProducts(centred) : ofScatter(centred);
        double[] offset = new double[basis.length];
        for (int axis = 0; axis < basis.length; axis++) {
            offset[axis] = -Linear.dot(basis[axis], mean);
        }
        return new Span(new AffineMap(basis, offset));
    }

    int dimension() {
        return map.offset().length;
    }

    private static double[][] ofScatter(double[][] centred) {
        Linear.Eigen eigen = Linear.eigen(Linear.scatter(centred));
        List<double[]> basis = new ArrayList<>();
        for (int axis = 0; axis < eigen.values().length && eigen.values()[axis] > NOTHING * eigen.values()[0]; axis++) {
            basis.add(eigen.vectors()[axis]);
        }
        return basis.toArray(double[][]::new);
    }

    /** Fewer rows than columns: the eigenvectors of the smaller matrix lead to those of the larger. */
    private static double[][] ofProducts(double[][] centred) {
        Linear.Eigen eigen = Linear.eigen(Linear.products(centred, centred));
        List<double[]> basis = new ArrayList<>();
        for (int axis = 0; axis < eigen.values().length && eigen.values()[axis] > NOTHING * eigen.values()[0]; axis++) {
            double[] direction = new double[centred[0].length];
            double length = Math.sqrt(eigen.values()[axis]);
            for (int row = 0; row < centred.length; row++) {
                for (int i = 0; i < direction.length; i++) {
                    direction[i] += eigen.vectors()[axis][row] * centred[row][i] / length;
                }
            }
            basis.add(direction);
        }
        return basis.toArray(double[][]::new);
    }
}
