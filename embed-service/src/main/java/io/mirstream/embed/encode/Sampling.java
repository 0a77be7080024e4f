package io.mirstream.embed.encode;

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

    /** How much an input pixel counts for a pixel of the grid. */
    float weight(int pixel, int input) {
        float weight = 0;
        for (int tap = 0; tap < inputs[pixel].length; tap++) {
            weight += inputs[pixel][tap] == input ? weights[pixel][tap] : 0;
        }
        return weight;
    }
}
