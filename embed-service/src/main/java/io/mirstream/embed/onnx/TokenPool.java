package io.mirstream.embed.onnx;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns what a graph gives into one vector an item of its batch. */
final class TokenPool {
    private TokenPool() {}

    static String nameOf(Manifest.Output output) {
        return output.tokenPool() == null ? "none" : output.tokenPool();
    }

    static boolean isKnown(Manifest.Output output) {
        return List.of("none", "cls", "mean").contains(nameOf(output));
    }

    /** Whether a graph's output has the rank and the dimension that the manifest says; -1 is any length. */
    static boolean fits(long[] shape, Manifest.Output output) {
        boolean rank = output.rank() == null ? shape.length == rank(output) : shape.length == output.rank();
        return rank && (length(shape) == output.dim() || length(shape) < 0);
    }

    private static int rank(Manifest.Output output) {
        return "none".equals(nameOf(output)) ? 2 : 3;
    }

    /** Tokens are [N, tokens, dimension], cells of an image are [N, dimension, ...]. */
    private static long length(long[] shape) {
        return shape.length == 3 ? shape[2] : shape[1];
    }

    /**
     * All tokens take part in a mean.
     *
     * @param values row-major, of the shape
     */
    static List<float[]> vectors(FloatBuffer values, long[] shape, Manifest.Output output) {
        return vectors(values, shape, output, List.of());
    }

    /** @param masks by item: which tokens take part in a mean; empty for all of them */
    static List<float[]> vectors(FloatBuffer values, long[] shape, Manifest.Output output, List<long[]> masks) {
        if (length(shape) != output.dim()) {
            throw Manifest.invalid(
                    "the graph gave " + Arrays.toString(shape) + ", the manifest says " + output.dim() + " values");
        }
        List<float[]> vectors = new ArrayList<>();
        int items = (int) shape[0];
        int cells = values.remaining() / Math.max(1, items * output.dim());
        boolean tokens = shape.length == 3;
        for (int item = 0; item < items; item++) {
            int start = item * cells * output.dim();
            long[] counts = masks.isEmpty() ? null : masks.get(item);
            float[] vector = new float[output.dim()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = "mean".equals(nameOf(output))
                        ? mean(
                                values,
                                tokens ? start + i : start + i * cells,
                                tokens ? vector.length : 1,
                                cells,
                                counts)
                        : values.get(start + i); // of several tokens the first is the class token
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private static float mean(FloatBuffer values, int start, int step, int cells, long[] counts) {
        double sum = 0;
        int counted = 0;
        for (int cell = 0; cell < cells; cell++) {
            if (counts == null || counts[cell] == 1) {
                sum += values.get(start + cell * step);
                counted++;
            }
        }
        return (float) (sum / Math.max(1, counted));
    }
}
