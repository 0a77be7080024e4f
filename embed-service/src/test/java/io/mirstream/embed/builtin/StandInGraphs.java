package io.mirstream.embed.builtin;

import static io.mirstream.embed.builtin.GraphWriter.integer;
import static io.mirstream.embed.builtin.GraphWriter.ints;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Graphs with the names, ranks and types of real models, small, with seeded weights. */
public final class StandInGraphs {
    /** Entries of the WordPiece vocabulary of BERT, which many text towers share. */
    private static final int VOCABULARY = 30_522;

    private StandInGraphs() {}

    /** {@code [batch, ...spatial] -> [batch, dimension]}: a projection of all values. */
    public static byte[] projection(String input, String output, int dimension, boolean half, long... shape) {
        GraphWriter graph = new GraphWriter("stand-in");
        String pixels = input;
        if (half) {
            graph.input(TensorProto.DataType.FLOAT16, input, shape);
            pixels = graph.node("Cast", "wide", List.of(input), integer("to", TensorProto.DataType.FLOAT.getNumber()));
        } else {
            graph.input(input, shape);
        }
        String flat = graph.node("Flatten", "flat", List.of(pixels));
        int values = 1;
        for (int i = 1; i < shape.length; i++) {
            values *= (int) shape[i];
        }
        graph.node("MatMul", output, List.of(flat, graph.floats("w", weights(values * dimension), values, dimension)));
        graph.output(output, shape[0], dimension);
        return graph.toBytes();
    }

    /** {@code [batch, ...spatial] -> [batch, dimension]} that takes one item or two, whatever its input says. */
    public static byte[] pairs(String input, String output, int dimension, long... shape) {
        GraphWriter graph = new GraphWriter("stand-in");
        graph.input(input, shape);
        String flat = graph.node("Flatten", "flat", List.of(input));
        int values = 1;
        for (int i = 1; i < shape.length; i++) {
            values *= (int) shape[i];
        }
        String projected = graph.node(
                "MatMul",
                "projected",
                List.of(flat, graph.floats("w", weights(values * dimension), values, dimension)));
        graph.node("Add", output, List.of(projected, graph.floats("b", weights(2 * dimension), 2, dimension)));
        graph.output(output, shape[0], dimension);
        return graph.toBytes();
    }

    /** {@code [batch, 1, d, h, w] -> [batch, dimension, 2, 2, 2]}: one convolution without overlap. */
    public static byte[] convolution(String input, String output, int dimension, long d, long h, long w) {
        GraphWriter graph = new GraphWriter("stand-in");
        graph.input(input, -1, 1, d, h, w);
        int values = (int) (d * h * w / 8);
        String kernel = graph.floats("w", weights(dimension * values), dimension, 1, d / 2, h / 2, w / 2);
        graph.node("Conv", output, List.of(input, kernel), ints("strides", d / 2, h / 2, w / 2));
        graph.output(output, -1, dimension, 2, 2, 2);
        return graph.toBytes();
    }

    /** {@code [batch, tokens] ids and mask -> [batch, dimension]}: the sum of the vectors of the words. */
    public static byte[] words(String output, int dimension) {
        GraphWriter graph = new GraphWriter("stand-in");
        String states = embedded(graph, "states", dimension);
        String mask = graph.node(
                "Cast", "m", List.of("attention_mask"), integer("to", TensorProto.DataType.FLOAT.getNumber()));
        AttributeProto equation = AttributeProto.newBuilder()
                .setName("equation")
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8("nt,ntd->nd"))
                .build();
        graph.node("Einsum", output, List.of(mask, states), equation);
        graph.output(output, -1, dimension);
        return graph.toBytes();
    }

    /** {@code [batch, tokens] ids and mask -> [batch, tokens, dimension]}. */
    public static byte[] tokens(String output, int dimension) {
        GraphWriter graph = new GraphWriter("stand-in");
        embedded(graph, output, dimension);
        graph.output(output, -1, -2, dimension);
        return graph.toBytes();
    }

    /** {@code [N, from] -> [N, to]}. */
    public static byte[] head(String input, String output, int from, int to) {
        GraphWriter graph = new GraphWriter("stand-in");
        graph.input(input, -1, from);
        graph.node("MatMul", output, List.of(input, matrix(graph, "w", from, to)));
        graph.output(output, -1, to);
        return graph.toBytes();
    }

    /**
     * {@code features [1, P, width], grid_size [3], positions [P, 3] -> series [1, width]}: the mean of the vectors, each
     * times {@code 1 + 100 a + 10 b + c} of its position, plus the sum of the grid's sizes.
     */
    public static byte[] second(int width) {
        AttributeProto toFloat = integer("to", TensorProto.DataType.FLOAT.getNumber());
        GraphWriter graph = new GraphWriter("stand-in");
        graph.input("features", 1, -1, width);
        graph.input(TensorProto.DataType.INT64, "grid_size", 3);
        graph.input(TensorProto.DataType.INT64, "positions", -1, 3);
        String places = graph.node("Cast", "places", List.of("positions"), toFloat);
        String digits = graph.floats("digits", new float[] {100, 10, 1}, 3, 1);
        String numbers = graph.node("MatMul", "numbers", List.of(places, digits));
        String factors = graph.node("Add", "factors", List.of(numbers, graph.scalar("one", 1)));
        String weighted = graph.node("Mul", "weighted", List.of("features", factors));
        String mean = graph.node("ReduceMean", "mean", List.of(weighted), ints("axes", 1), integer("keepdims", 0));
        String sizes = graph.node("Cast", "sizes", List.of("grid_size"), toFloat);
        String sum = graph.node("ReduceSum", "sum", List.of(sizes), integer("keepdims", 0));
        graph.node("Add", "series", List.of(mean, sum));
        graph.output("series", 1, width);
        return graph.toBytes();
    }

    /** {@code features [P, width] -> series [1, 2 width]}: mean and deviation, which no pooling of the index has in one. */
    public static byte[] meanAndDeviation(int width) {
        GraphWriter graph = new GraphWriter("stand-in");
        graph.input("features", -1, width);
        String mean = graph.node("ReduceMean", "mean", List.of("features"), ints("axes", 0));
        String offsets = graph.node("Sub", "offsets", List.of("features", mean));
        String squares = graph.node("Mul", "squares", List.of(offsets, offsets));
        String variance = graph.node("ReduceMean", "variance", List.of(squares), ints("axes", 0));
        String deviation = graph.node("Sqrt", "deviation", List.of(variance));
        graph.node("Concat", "series", List.of(mean, deviation), integer("axis", 1));
        graph.output("series", 1, 2L * width);
        return graph.toBytes();
    }

    /** As {@link #head}, with its weights in a file of the folder. */
    public static byte[] headBeside(Path folder, String location, String input, String output, int from, int to)
            throws IOException {
        GraphWriter graph = new GraphWriter("stand-in");
        graph.input(input, -1, from);
        try (WeightsFile weights = new WeightsFile(folder, location, 7)) {
            graph.node("MatMul", output, List.of(input, weights.random(graph, "w", 1, from, to)));
        }
        graph.output(output, -1, to);
        return graph.toBytes();
    }

    static String matrix(GraphWriter graph, String name, int from, int to) {
        return graph.floats(name, weights(from * to, from), from, to);
    }

    static String kernel(GraphWriter graph, String name, int to, int from, int side) {
        int inputs = from * side * side * side;
        return graph.floats(name, weights(inputs * to, inputs), to, from, side, side, side);
    }

    private static String embedded(GraphWriter graph, String output, int dimension) {
        graph.input(TensorProto.DataType.INT64, "input_ids", -1, -2);
        graph.input(TensorProto.DataType.INT64, "attention_mask", -1, -2);
        String table = graph.floats("table", weights(VOCABULARY * dimension), VOCABULARY, dimension);
        return graph.node("Gather", output, List.of(table, "input_ids"));
    }

    private static float[] weights(int count) {
        return weights(count, count);
    }

    /** That keep the deviation of so many inputs. */
    private static float[] weights(int count, int inputs) {
        Random random = new Random(7);
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        return weights;
    }
}
