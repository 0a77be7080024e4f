package io.mirstream.eval.learn;

import java.util.Arrays;

/**
 * {@code y = W x + c}.
 *
 * @param weights rows of W, one a value of y
 * @param offset c
 */
record AffineMap(double[][] weights, double[] offset) {
    double[] of(double[] vector) {
        double[] image = offset.clone();
        for (int row = 0; row < image.length; row++) {
            image[row] += Linear.dot(weights[row], vector);
        }
        return image;
    }

    double[][] ofAll(double[][] vectors) {
        return Arrays.stream(vectors).map(this::of).toArray(double[][]::new);
    }

    /** What the other gives of what this gives. */
    AffineMap then(AffineMap other) {
        double[][] product = new double[other.weights.length][];
        for (int row = 0; row < product.length; row++) {
            product[row] = new double[weights[0].length];
            for (int inner = 0; inner < weights.length; inner++) {
                for (int column = 0; column < product[row].length; column++) {
                    product[row][column] += other.weights[row][inner] * weights[inner][column];
                }
            }
        }
        return new AffineMap(product, other.of(offset));
    }

    /** Its first values alone. */
    AffineMap first(int count) {
        return new AffineMap(Arrays.copyOf(weights, count), Arrays.copyOf(offset, count));
    }

    /** With one more value that is the same for all: see {@link Fit}. */
    AffineMap with(double constant) {
        double[][] rows = Arrays.copyOf(weights, weights.length + 1);
        rows[weights.length] = new double[weights[0].length];
        double[] longer = Arrays.copyOf(offset, offset.length + 1);
        longer[offset.length] = constant;
        return new AffineMap(rows, longer);
    }
}
