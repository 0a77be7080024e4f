package io.mirstream.embed.builtin;

import static io.mirstream.embed.builtin.GraphWriter.integer;
import static io.mirstream.embed.builtin.GraphWriter.ints;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;

/** Layers of a transformer, pre-norm, with seeded weights beside the graph. States are {@code [N, tokens, width]}. */
final class StandInTransformer {
    private final GraphWriter graph;
    private final WeightsFile weights;
    private final int width;

    StandInTransformer(GraphWriter graph, WeightsFile weights, int width, int heads) {
        this.graph = graph;
        this.weights = weights;
        this.width = width;
        longs("by_head", 0, 0, 3, heads, width / heads);
        longs("joined", 0, 0, width);
        graph.scalar("scale", (float) (1 / Math.sqrt(width / (double) heads)));
        graph.scalar("half", 0.5f);
        graph.scalar("one", 1);
        graph.scalar("root", (float) Math.sqrt(0.5));
        for (int i = 0; i < 3; i++) {
            index("qkv" + i, i);
        }
    }

    /** @param bias added to the scores of attention, or null */
    String layers(int count, String states, String bias) {
        String next = states;
        for (int i = 0; i < count; i++) {
            next = layer("layer" + i, next, bias);
        }
        return normalized("last", next);
    }

    private String layer(String name, String states, String bias) {
        String attended = attention(name, normalized(name + "_before", states), bias);
        String between = graph.node("Add", name + "_between", List.of(states, attended));
        String wide = linear(name + "_wide", normalized(name + "_middle", between), width, 4 * width);
        String narrow = linear(name + "_narrow", gelu(name, wide), 4 * width, width);
        return graph.node("Add", name + "_out", List.of(between, narrow));
    }

    private String attention(String name, String states, String bias) {
        String all = linear(name + "_qkv", states, width, 3 * width);
        String split = graph.node("Reshape", name + "_split", List.of(all, "by_head"));
        String byHead = graph.node("Transpose", name + "_heads", List.of(split), ints("perm", 2, 0, 3, 1, 4));
        String query = graph.node("Gather", name + "_q", List.of(byHead, "qkv0"));
        String key = graph.node("Gather", name + "_k", List.of(byHead, "qkv1"));
        String value = graph.node("Gather", name + "_v", List.of(byHead, "qkv2"));
        String turned = graph.node("Transpose", name + "_kt", List.of(key), ints("perm", 0, 1, 3, 2));
        String products = graph.node("MatMul", name + "_products", List.of(query, turned));
        String scores = graph.node("Mul", name + "_scores", List.of(products, "scale"));
        String biased = bias == null ? scores : graph.node("Add", name + "_masked", List.of(scores, bias));
        String shares = graph.node("Softmax", name + "_shares", List.of(biased), integer("axis", -1));
        String mixed = graph.node("MatMul", name + "_mixed", List.of(shares, value));
        String turnedBack = graph.node("Transpose", name + "_back", List.of(mixed), ints("perm", 0, 2, 1, 3));
        String joined = graph.node("Reshape", name + "_joined", List.of(turnedBack, "joined"));
        return linear(name + "_attended", joined, width, width);
    }

    private String gelu(String name, String states) {
        String scaled = graph.node("Mul", name + "_scaled", List.of(states, "root"));
        String error = graph.node("Erf", name + "_erf", List.of(scaled));
        String gate = graph.node("Add", name + "_gate", List.of(error, "one"));
        String gated = graph.node("Mul", name + "_gated", List.of(states, gate));
        return graph.node("Mul", name + "_gelu", List.of(gated, "half"));
    }

    /** With weights that keep the deviation of what they take. */
    String linear(String name, String states, int from, int to) {
        String matrix = weights.random(graph, name + "_w", 1 / Math.sqrt(from), from, to);
        String product = graph.node("MatMul", name + "_product", List.of(states, matrix));
        return graph.node("Add", name + "_linear", List.of(product, weights.random(graph, name + "_b", 0.02, to)));
    }

    private String normalized(String name, String states) {
        return graph.node(
                "LayerNormalization",
                name + "_norm",
                List.of(
                        states,
                        weights.constant(graph, name + "_gain", 1, width),
                        weights.constant(graph, name + "_shift", 0, width)));
    }

    /** The vector of the first token: {@code [N, width]}. */
    String firstToken(String states) {
        return graph.node("Gather", "first", List.of(states, index("zero", 0)), integer("axis", 1));
    }

    String longs(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return graph.initializer(tensor);
    }

    /** Of no dimension. */
    String index(String name, long value) {
        return graph.initializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addInt64Data(value));
    }
}
