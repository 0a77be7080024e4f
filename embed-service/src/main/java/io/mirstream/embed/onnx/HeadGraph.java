package io.mirstream.embed.onnx;

import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.head.LearnedHeads;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The graph of a learned head: {@code features [N, width] -> embedding [N, dim]}. Vectors are brought to length 1 first, as
 * they were when the head was trained; what follows is affine in their values and, where the head has axes, in products of
 * their coordinates along these.
 */
final class HeadGraph {
    static final String INPUT = "features";
    static final String OUTPUT = "embedding";

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int INTEGER_ATTRIBUTE = 2;
    private static final int INTEGERS_ATTRIBUTE = 7;

    /** A vector of zeros has no direction, and is no reason to give what is not finite. */
    private static final float SHORTEST = 1e-12f;

    private final ProtocolBuffer graph = new ProtocolBuffer();

    private HeadGraph() {}

    /** ONNX (onnx.proto3, opset 17). */
    static byte[] of(LearnedHeads.Head head) {
        HeadGraph made = new HeadGraph();
        made.write(head);
        ProtocolBuffer opset = new ProtocolBuffer().text(1, "").number(2, OPSET);
        return new ProtocolBuffer()
                .number(1, IR_VERSION)
                .text(2, "mirstream")
                .message(7, made.graph)
                .message(8, opset)
                .toBytes();
    }

    private void write(LearnedHeads.Head head) {
        graph.text(2, "learned-head");
        tensor("shortest", new float[] {SHORTEST}, 1);
        node("ReduceL2", List.of(INPUT), "length", integers("axes", 1), integer("keepdims", 1));
        node("Max", List.of("length", "shortest"), "divisor");
        node("Div", List.of(INPUT, "divisor"), "unit");
        String values = "unit";
        if (!head.axes().isEmpty()) {
            products(head);
            node("Concat", List.of("unit", "products"), "values", integer("axis", 1));
            values = "values";
        }
        tensor("weights", flat(head.weights()), head.dimension(), head.inputs());
        tensor("offset", head.offset().toArray(), head.dimension());
        node("Gemm", List.of(values, "weights", "offset"), OUTPUT, integer("transB", 1));
        graph.message(11, value(INPUT, head.width()));
        graph.message(12, value(OUTPUT, head.dimension()));
    }

    private void products(LearnedHeads.Head head) {
        int count = head.axes().size();
        tensor("axes", flat(head.axes()), count, head.width());
        tensor("shift", head.shift().orElseThrow().toArray(), count);
        node("Gemm", List.of("unit", "axes", "shift"), "along", integer("transB", 1));
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        for (int a = 0; a < count; a++) {
            for (int b = a; b < count; b++) {
                first.add(a);
                second.add(b);
            }
        }
        indices("first", first);
        indices("second", second);
        node("Gather", List.of("along", "first"), "along-first", integer("axis", 1));
        node("Gather", List.of("along", "second"), "along-second", integer("axis", 1));
        node("Mul", List.of("along-first", "along-second"), "products");
    }

    private void indices(String name, List<Integer> values) {
        ProtocolBuffer tensor = new ProtocolBuffer().number(1, values.size()).number(2, INT64);
        values.forEach(value -> tensor.number(7, value)); // int64_data; a reader takes it unpacked, too
        graph.message(5, tensor.text(8, name));
    }

    private static float[] flat(List<Vector> rows) {
        FloatBuffer values = FloatBuffer.allocate(rows.size() * rows.getFirst().dimension());
        rows.forEach(row -> values.put(row.toArray()));
        return values.array();
    }

    private void node(String operator, List<String> inputs, String output, ProtocolBuffer... attributes) {
        ProtocolBuffer node = new ProtocolBuffer();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output).text(4, operator);
        for (ProtocolBuffer attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
    }

    private void tensor(String name, float[] values, long... shape) {
        ProtocolBuffer tensor = new ProtocolBuffer();
        for (long length : shape) {
            tensor.number(1, length);
        }
        graph.message(5, tensor.number(2, FLOAT).text(8, name).floats(9, values));
    }

    private static ProtocolBuffer integer(String name, long value) {
        return new ProtocolBuffer().text(1, name).number(3, value).number(20, INTEGER_ATTRIBUTE);
    }

    private static ProtocolBuffer integers(String name, long value) {
        return new ProtocolBuffer().text(1, name).number(8, value).number(20, INTEGERS_ATTRIBUTE);
    }

    private static ProtocolBuffer value(String name, long length) {
        ProtocolBuffer shape = new ProtocolBuffer()
                .message(1, new ProtocolBuffer().text(2, "N"))
                .message(1, new ProtocolBuffer().number(1, length));
        ProtocolBuffer tensor = new ProtocolBuffer().number(1, FLOAT).message(2, shape);
        return new ProtocolBuffer().text(1, name).message(2, new ProtocolBuffer().message(1, tensor));
    }
}
