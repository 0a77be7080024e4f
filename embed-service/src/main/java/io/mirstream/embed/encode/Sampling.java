package io.mirstream.embed.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Of which input pixels, and with which weights, each pixel of a grid's axis is made. */
record Sampling(int[][] inputs, float[][] weights) {
    /** Of places in input pixels; beyond the range its outermost pixels go on. */
    static Sampling of(double[] places, Box.Range range, Interpolation interpolation) {
        int[][] inputs = new int[places.length][];
        float[][] weights = new float[places.length][];
        for (int i = 0; i < places.length; i++) {
            double[] exact = interpolation.weights(places[i]);
            int first = interpolation.first(places[i]);
            inputs[i] = new int[exact.length];
            weights[i] = new float[exact.length];
            for (int tap = 0; tap < exact.length; tap++) {
                inputs[i][tap] = Math.clamp(first + tap, range.from(), range.to() - 1);
                weights[i][tap] = (float) exact[tap];
            }
        }
        return new Sampling(inputs, weights);
    }

    int length() {
        return inputs.length;
    }

    /** Pixels of the grid that an input pixel counts for, and how much. */
    record Use(int pixel, float weight) {}

    /** By input pixel; those that count for nothing have no uses. */
    List<List<Use>> uses(int inputPixels) {
        List<List<Use>> uses = new ArrayList<>();
        for (int input = 0; input < inputPixels; input++) {
            uses.add(new ArrayList<>());
        }
        for (int pixel = 0; pixel < inputs.length; pixel++) {
            for (int input : Arrays.stream(inputs[pixel]).distinct().toArray()) {
                float weight = 0; // at the border several taps fall on one input
                for (int tap = 0; tap < inputs[pixel].length; tap++) {
                    weight += inputs[pixel][tap] == input ? weights[pixel][tap] : 0;
                }
                if (weight != 0) {
                    uses.get(input).add(new Use(pixel, weight));
                }
            }
        }
        return uses;
    }
}
