package io.mirstream.eval.learn;

import java.util.Arrays;

/** Ridge regression (Hoerl and Kennard 1970) of vectors on vectors, around the means of both. */
final class Ridge {
    private final Span span;
    private final double[][] coordinates;

    /** Of the coordinates, which are along the principal axes: the sum of their squares. */
    private final double[] squares;

    private Ridge(Span span, double[][] coordinates, double[] squares) {
        this.span = span;
        this.coordinates = coordinates;
        this.squares = squares;
    }

    /** @param inputs one a row, at least 2 that differ */
    static Ridge of(double[][] inputs) {
        Span span = Span.of(inputs);
        double[][] coordinates = span.map().ofAll(inputs);
        double[] squares = new double[span.dimension()];
        for (double[] row : coordinates) {
            for (int axis = 0; axis < squares.length; axis++) {
                squares[axis] += row[axis] * row[axis];
            }
        }
        return new Ridge(span, coordinates, squares);
    }

    /**
     * @param outputs one a row of the inputs
     * @param penalty above 0: as a share of the inputs' mean scatter along an axis
     */
    AffineMap map(double[][] outputs, double penalty) {
        double added = penalty * Arrays.stream(squares).sum() / squares.length;
        double[] mean = Linear.mean(outputs);
        double[][] weights = new double[mean.length][squares.length];
        for (int row = 0; row < outputs.length; row++) {
            for (int output = 0; output < mean.length; output++) {
                double deviation = outputs[row][output] - mean[output];
                for (int axis = 0; axis < squares.length; axis++) {
                    weights[output][axis] += deviation * coordinates[row][axis] / (squares[axis] + added);
                }
            }
        }
        return span.map().then(new AffineMap(weights, mean));
    }
}
