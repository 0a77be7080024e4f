package io.mirstream.embed.builtin;

import static io.mirstream.embed.builtin.GraphWriter.integer;
import static io.mirstream.embed.builtin.GraphWriter.ints;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
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

    private static String embedded(GraphWriter graph, String output, int dimension) {
        graph.input(TensorProto.DataType.INT64, "input_ids", -1, -2);
        graph.input(TensorProto.DataType.INT64, "attention_mask", -1, -2);
        String table = graph.floats("table", weights(VOCABULARY * dimension), VOCABULARY, dimension);
        return graph.node("Gather", output, List.of(table, "input_ids"));
    }

    private static float[] weights(int count) {
        Random random = new Random(7);
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(count));
        }
        return weights;
    }
}
