package io.mirstream.eval.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a volume is learned from: the means, over its slices, of their values and of the products of their coordinates
 * along the axes in which slices differ most. Products say what goes together in a slice: what looks like a lesion counts
 * where there is the organ. All are means over slices, so that a head that is affine in them gives a volume what it gives
 * its slices, on average.
 *
 * <p>Labels and texts have no part in it.
 */
final class Lift {
    /** Between 0, where an axis counts by its variance in a product, and 1, where all count alike. */
    private static final double EVENNESS = 0.5;

    private final AffineMap axes;
    private final double[] scales;
    private final Map<String, double[]> known = new HashMap<>();

    private Lift(AffineMap axes, double[] scales) {
        this.axes = axes;
        this.scales = scales;
    }

    /** @param count of axes; 0 for no products */
    static Lift of(List<Example> examples, int count) {
        AffineMap axes = count == 0 ? new AffineMap(new double[0][], new double[0]) : axes(examples, count);
        int width = examples.getFirst().slices().getFirst().length;
        int products = axes.offset().length * (axes.offset().length + 1) / 2;
        double[] ones = new double[width + products];
        Arrays.fill(ones, 1);
        Lift unscaled = new Lift(axes, ones);
        double[][] rows = examples.stream().map(unscaled::compute).toArray(double[][]::new);
        double[] mean = Linear.mean(rows);
        double ofValues = 0;
        double ofProducts = 0;
        for (double[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                double square = (row[i] - mean[i]) * (row[i] - mean[i]) / rows.length;
                ofValues += i < width ? square : 0;
                ofProducts += i < width ? 0 : square;
            }
        }
        double[] scales = new double[width + products];
        for (int i = 0; i < scales.length; i++) {
            double variance = i < width ? ofValues : ofProducts;
            scales[i] = variance > 0 ? 1 / Math.sqrt(variance) : 0; // both vary as much, taken as a whole
        }
        return new Lift(axes, scales);
    }

    private static AffineMap axes(List<Example> examples, int count) {
        int width = examples.getFirst().slices().getFirst().length;
        double[] mean = new double[width];
        long slices = 0;
        for (Example example : examples) {
            for (float[] slice : example.slices()) {
                for (int i = 0; i < width; i++) {
                    mean[i] += slice[i];
                }
            }
            slices += example.slices().size();
        }
        for (int i = 0; i < width; i++) {
            mean[i] /= slices;
        }
        double[][] scatter = new double[width][width];
        for (Example example : examples) {
            double[][] ofOne = Linear.scatter(example.slices().stream()
                    .map(slice -> Linear.minus(Slices.values(slice), mean))
                    .toArray(double[][]::new));
            for (int row = 0; row < width; row++) {
                for (int column = 0; column < width; column++) {
                    scatter[row][column] += ofOne[row][column] / slices;
                }
            }
        }
        return axes(Linear.eigen(scatter), mean, count);
    }

    private static AffineMap axes(Linear.Eigen eigen, double[] mean, int count) {
        List<double[]> axes = new ArrayList<>();
        for (int axis = 0; axis < Math.min(count, eigen.values().length); axis++) {
            if (eigen.values()[axis] > Span.NOTHING * eigen.values()[0]) {
                double scale =
                        Math.pow(eigen.values()[axis], -EVENNESS / 2); // of a variance, the square of a deviation
                double[] direction = eigen.vectors()[axis].clone();
                for (int i = 0; i < direction.length; i++) {
                    direction[i] *= scale;
                }
                axes.add(direction);
            }
        }
        double[] offset = new double[axes.size()];
        for (int axis = 0; axis < offset.length; axis++) {
            offset[axis] = -Linear.dot(axes.get(axis), mean);
        }
        return new AffineMap(axes.toArray(double[][]::new), offset);
    }

    /** The coordinates whose products count. */
    AffineMap axes() {
        return axes;
    }

    /** By which what is computed of a slice is multiplied. */
    double[] scales() {
        return scales;
    }

    /** Of an example, computed once; of another one with the same name it is the same. */
    double[] values(Example example) {
        return known.computeIfAbsent(example.name(), none -> compute(example));
    }

    private double[] compute(Example example) {
        double[] sum = new double[scales.length];
        for (float[] slice : example.slices()) {
            double[] values = Slices.values(slice);
            for (int i = 0; i < values.length; i++) {
                sum[i] += values[i];
            }
            double[] along = axes.of(values);
            int at = values.length;
            for (int first = 0; first < along.length; first++) {
                for (int second = first; second < along.length; second++) {
                    sum[at++] += along[first] * along[second];
                }
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] *= scales[i] / example.slices().size();
        }
        return sum;
    }
}
