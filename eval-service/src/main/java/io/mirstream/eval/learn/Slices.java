package io.mirstream.eval.learn;

import java.util.List;

/** Vectors at length 1, as heads take them. */
public final class Slices {
    private Slices() {}

    /** @param slices at least one, of one length */
    public static List<float[]> unit(List<float[]> slices) {
        return slices.stream().map(Slices::unit).toList();
    }

    /** A vector of zeros stays. */
    static float[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = squares == 0 ? 0 : (float) (vector[i] / Math.sqrt(squares));
        }
        return unit;
    }

    static double[] values(float[] vector) {
        double[] values = new double[vector.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = vector[i];
        }
        return values;
    }

    /** As volumes are compared without a head. */
    static double[] mean(List<float[]> slices) {
        double[] mean = new double[slices.getFirst().length];
        for (float[] slice : slices) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += (double) slice[i] / slices.size();
            }
        }
        return mean;
    }
}
