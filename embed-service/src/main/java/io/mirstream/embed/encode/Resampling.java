package io.mirstream.embed.encode;

/** Weights that turn one regular grid into another: area averages to a coarser, linear interpolation to a finer one. */
public final class Resampling {
    private final int[] first; // input index where an output's weights begin
    private final float[][] weights;

    private Resampling(int[] first, float[][] weights) {
        this.first = first;
        this.weights = weights;
    }

    /** Both grids are centred on the same point. */
    public static Resampling centred(int inputs, double inputMm, int outputs, double outputMm) {
        int[] first = new int[outputs];
        float[][] weights = new float[outputs][];
        double half = Math.max(inputMm, outputMm) / 2;
        for (int out = 0; out < outputs; out++) {
            double centre = (out - (outputs - 1) / 2.0) * outputMm;
            double inputCentre = centre / inputMm + (inputs - 1) / 2.0;
            int from = (int) Math.ceil(inputCentre - half / inputMm - 0.5);
            int to = (int) Math.floor(inputCentre + half / inputMm + 0.5);
            from = Math.max(0, from);
            to = Math.min(inputs - 1, to);
            first[out] = from;
            weights[out] = new float[Math.max(0, to - from + 1)];
            double sum = 0;
            for (int in = from; in <= to; in++) {
                double low = Math.max(in - 0.5, inputCentre - half / inputMm);
                double high = Math.min(in + 0.5, inputCentre + half / inputMm);
                double overlap = Math.max(0, high - low);
                weights[out][in - from] = (float) overlap;
                sum += overlap;
            }
            for (int i = 0; i < weights[out].length; i++) {
                weights[out][i] /= (float) Math.max(1e-9, sum);
            }
            if (sum < 0.5 * 2 * half / inputMm) {
                weights[out] = new float[0]; // mostly outside the input
            }
        }
        return new Resampling(first, weights);
    }

    public int outputs() {
        return weights.length;
    }

    public boolean isOutside(int output) {
        return weights[output].length == 0;
    }

    public int first(int output) {
        return first[output];
    }

    public float[] weights(int output) {
        return weights[output];
    }

    /** One line: outputs that lie outside get nothing. */
    public void reduce(float[] line, float[] outputs, int to) {
        for (int out = 0; out < weights.length; out++) {
            float sum = 0;
            for (int i = 0; i < weights[out].length; i++) {
                sum += weights[out][i] * line[first[out] + i];
            }
            outputs[to + out] = sum;
        }
    }
}
