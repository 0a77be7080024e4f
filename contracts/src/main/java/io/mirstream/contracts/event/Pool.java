package io.mirstream.contracts.event;

import java.util.Arrays;
import java.util.List;

/** Element-wise pooling of slice vectors as delivered, with no normalisation before (3D-MIR). */
public final class Pool {
    private Pool() {}

    /** @param vectors at least one, all of one length */
    public static float[] of(Pooling pooling, List<float[]> vectors) {
        float[] pooled = new float[vectors.getFirst().length];
        float[] values = new float[vectors.size()];
        for (int element = 0; element < pooled.length; element++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = vectors.get(i)[element];
            }
            pooled[element] = switch (pooling) {
                case AVG -> (float) mean(values);
                case MAX -> max(values);
                case MEDIAN -> median(values);
                case STD -> (float) deviation(values);
            };
        }
        return pooled;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static float max(float[] values) {
        float max = values[0];
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    /** The mean of the middle two for an even count. */
    private static float median(float[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /** Of the population: divided by n. */
    private static double deviation(float[] values) {
        double mean = mean(values);
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / values.length);
    }
}
