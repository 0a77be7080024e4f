package io.mirstream.embed.builtin;

import static io.mirstream.embed.builtin.GraphWriter.ints;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Dense layers with rectifiers between them, trained on phantoms alone. Their weights are kept as files of rounded numbers,
 * so that every machine builds the same model.
 *
 * @param layers first to last
 */
record Network(List<Layer> layers) {
    /** How likely a point lies in a lesion, from its {@link TissueFeatures}. */
    static final String LESION = "lesion-network.txt";

    static final List<Integer> LESION_WIDTHS = List.of(48, 24, 1);

    /** How high in the trunk a slab lies, from its layout: one number a station. */
    static final String REGION = "region-network.txt";

    static final List<Integer> REGION_WIDTHS = List.of(8);

    /**
     * One layer.
     *
     * @param weights [input][output]
     * @param biases one an output
     */
    record Layer(float[][] weights, float[] biases) {}

    /**
     * Reads what {@link #toText} wrote.
     *
     * @param file beside this class
     * @param inputs of the first layer
     * @param widths outputs of each layer
     */
    static Network load(String file, int inputs, List<Integer> widths) throws IOException {
        try (InputStream in = Network.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("resource missing: " + file);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            List<float[]> rows = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    rows.add(numbers(line));
                }
            }
            return of(rows, inputs, widths);
        }
    }

    private static float[] numbers(String line) {
        String[] words = line.split(" ", -1);
        float[] numbers = new float[words.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.parseFloat(words[i]);
        }
        return numbers;
    }

    private static Network of(List<float[]> rows, int inputs, List<Integer> widths) throws IOException {
        List<Layer> layers = new ArrayList<>();
        int above = inputs;
        int row = 0;
        for (int width : widths) {
            if (rows.size() <= row + above || rows.get(row).length != width) {
                throw new IOException("the network is of other features: run its training again");
            }
            layers.add(new Layer(rows.subList(row, row + above).toArray(new float[0][]), rows.get(row + above)));
            row += above + 1;
            above = width;
        }
        return new Network(layers);
    }

    /**
     * Adds the network, without an activation after its last layer.
     *
     * @param map {@code [N,channels,height,width]}
     * @param kernel rows and columns that the first layer takes in: 1 for a network of single points
     * @return {@code [N,outputs,height-kernel+1,width-kernel+1]}
     */
    String add(GraphWriter graph, String name, String map, int kernel) {
        String values = map;
        for (int at = 0; at < layers.size(); at++) {
            Layer layer = layers.get(at);
            int side = at == 0 ? kernel : 1;
            int inputs = layer.weights().length;
            int outputs = layer.biases().length;
            float[] weights = new float[outputs * inputs];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = layer.weights()[i % inputs][i / inputs];
            }
            String of = name + "-" + at;
            values = graph.node(
                    "Conv",
                    of,
                    List.of(
                            values,
                            graph.floats(of + "-weights", weights, outputs, inputs / (side * side), side, side),
                            graph.floats(of + "-biases", layer.biases(), outputs)),
                    ints("kernel_shape", side, side));
            if (at < layers.size() - 1) {
                values = graph.node("Relu", of + "-rectified", List.of(values));
            }
        }
        return values;
    }

    String toText() {
        StringBuilder text = new StringBuilder("# layer by layer: weights, a row an input; then biases\n");
        for (Layer layer : layers) {
            for (float[] weights : layer.weights()) {
                append(text, weights);
            }
            append(text, layer.biases());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, float[] row) {
        for (int i = 0; i < row.length; i++) {
            text.append(i == 0 ? "" : " ").append(String.format(Locale.ROOT, "%.4f", row[i]));
        }
        text.append('\n');
    }
}
