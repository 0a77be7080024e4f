package io.mirstream.embed.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Trains a {@link Network} by Adam (Kingma and Ba, 2015) on the cross-entropy of single points. Seeded: the same examples give the same weights.
 */
final class Perceptron {
    private static final float RATE = 3e-3f;
    private static final float MOMENTUM = 0.9f;
    private static final float SECOND_MOMENTUM = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final int BATCH = 1024;

    /** Parts of a batch, summed in order, so that the number of threads changes nothing. */
    private static final int SHARES = 4;

    private final List<Parameters> layers = new ArrayList<>();
    private final List<List<Pass>> shares = new ArrayList<>();
    private final Random random;
    private int step;

    /** Weights and biases (the last row) of one layer, and their moments: [input + 1][output]. */
    private static final class Parameters {
        final float[][] values;
        final float[][] first;
        final float[][] second;

        Parameters(int inputs, int outputs, Random random) {
            values = new float[inputs + 1][outputs];
            first = new float[inputs + 1][outputs];
            second = new float[inputs + 1][outputs];
            double deviation = Math.sqrt(2.0 / inputs);
            for (int i = 0; i < inputs; i++) {
                for (int j = 0; j < outputs; j++) {
                    values[i][j] = (float) (random.nextGaussian() * deviation);
                }
            }
        }
    }

    /** What one example leaves at a layer, and the gradients of a share of a batch. */
    private static final class Pass {
        final float[][] values;
        final float[][] gradients;
        final float[] outputs;
        final float[] errors;

        Pass(Parameters layer) {
            values = layer.values;
            gradients = new float[values.length][values[0].length];
            outputs = new float[values[0].length];
            errors = new float[values[0].length];
        }
    }

    Perceptron(int inputs, List<Integer> widths, long seed) {
        random = new Random(seed);
        int width = inputs;
        for (int next : widths) {
            layers.add(new Parameters(width, next, random));
            width = next;
        }
        for (int share = 0; share < SHARES; share++) {
            shares.add(layers.stream().map(Pass::new).toList());
        }
    }

    /**
     * @param examples a row each
     * @param lesions whether each shows a lesion
     * @param epochs over all of them, while the rate falls to nothing
     * @param otherWeight of an example that shows none
     */
    void train(List<float[]> examples, boolean[] lesions, int epochs, float otherWeight) {
        int[] order = new int[examples.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int batches = order.length / BATCH;
        for (int epoch = 0; epoch < epochs; epoch++) {
            shuffle(order);
            for (int batch = 0; batch < batches; batch++) {
                int from = batch * BATCH;
                IntStream.range(0, SHARES).parallel().forEach(share -> {
                    for (int i = from + share; i < from + BATCH; i += SHARES) {
                        boolean lesion = lesions[order[i]];
                        learn(shares.get(share), examples.get(order[i]), lesion, lesion ? 1 : otherWeight);
                    }
                });
                float done = (epoch * batches + batch) / (float) (epochs * batches);
                adjust(RATE * (1 - done));
            }
        }
    }

    private void shuffle(int[] order) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
    }

    private static void learn(List<Pass> layers, float[] example, boolean lesion, float weight) {
        float[] input = example;
        for (int at = 0; at < layers.size(); at++) {
            forward(layers.get(at), input, at < layers.size() - 1);
            input = layers.get(at).outputs;
        }
        double probability = 1 / (1 + StrictMath.exp(-input[0]));
        layers.getLast().errors[0] = (float) (weight * (probability - (lesion ? 1 : 0)) / BATCH);
        for (int at = layers.size() - 1; at >= 0; at--) {
            Pass layer = layers.get(at);
            float[] inputs = at == 0 ? example : layers.get(at - 1).outputs;
            accumulate(layer, inputs);
            if (at > 0) {
                backward(layer, layers.get(at - 1));
            }
        }
    }

    private static void forward(Pass layer, float[] inputs, boolean rectified) {
        float[] outputs = layer.outputs;
        System.arraycopy(layer.values[inputs.length], 0, outputs, 0, outputs.length);
        for (int i = 0; i < inputs.length; i++) {
            float value = inputs[i];
            float[] row = layer.values[i];
            for (int j = 0; j < outputs.length; j++) {
                outputs[j] += value * row[j];
            }
        }
        for (int j = 0; rectified && j < outputs.length; j++) {
            outputs[j] = Math.max(outputs[j], 0);
        }
    }

    private static void accumulate(Pass layer, float[] inputs) {
        float[] errors = layer.errors;
        for (int i = 0; i <= inputs.length; i++) {
            float value = i < inputs.length ? inputs[i] : 1;
            float[] row = layer.gradients[i];
            for (int j = 0; j < errors.length; j++) {
                row[j] += value * errors[j];
            }
        }
    }

    private static void backward(Pass layer, Pass before) {
        for (int i = 0; i < before.errors.length; i++) {
            float sum = 0;
            float[] row = layer.values[i];
            for (int j = 0; j < row.length; j++) {
                sum += row[j] * layer.errors[j];
            }
            before.errors[i] = before.outputs[i] > 0 ? sum : 0;
        }
    }

    private void adjust(float rate) {
        step++;
        float firstScale = (float) (1 / (1 - StrictMath.pow(MOMENTUM, step)));
        float secondScale = (float) (1 / (1 - StrictMath.pow(SECOND_MOMENTUM, step)));
        for (int at = 0; at < layers.size(); at++) {
            Parameters layer = layers.get(at);
            for (int i = 0; i < layer.values.length; i++) {
                for (int j = 0; j < layer.values[i].length; j++) {
                    float gradient = 0;
                    for (List<Pass> share : shares) {
                        gradient += share.get(at).gradients[i][j];
                        share.get(at).gradients[i][j] = 0;
                    }
                    float first = MOMENTUM * layer.first[i][j] + (1 - MOMENTUM) * gradient;
                    float second = SECOND_MOMENTUM * layer.second[i][j] + (1 - SECOND_MOMENTUM) * gradient * gradient;
                    layer.first[i][j] = first;
                    layer.second[i][j] = second;
                    layer.values[i][j] -=
                            rate * first * firstScale / ((float) Math.sqrt(second * secondScale) + EPSILON);
                }
            }
        }
    }

    Network network() {
        List<Network.Layer> trained = new ArrayList<>();
        for (Parameters layer : layers) {
            int inputs = layer.values.length - 1;
            float[][] weights = new float[inputs][];
            for (int i = 0; i < inputs; i++) {
                weights[i] = layer.values[i].clone();
            }
            trained.add(new Network.Layer(weights, layer.values[inputs].clone()));
        }
        return new Network(trained);
    }
}
