package io.mirstream.bench.embed;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A graph of the size and the operators of a ViT-B/16 (Dosovitskiy et al., 2021) with seeded weights: 86 million of them.
 * What it says is nonsense; what it costs is not.
 */
final class StandInVit {
    static final String ID = "standin-vitb16";
    private static final int SIDE = 224;
    private static final int PATCH = 16;
    private static final int TOKENS = (SIDE / PATCH) * (SIDE / PATCH) + 1;
    private static final int LAYERS = 12;
    private static final int HEADS = 12;
    private static final int WIDTH = 768;
    private static final int HIDDEN = 4 * WIDTH;
    private static final int DIMENSION = 512;

    /** As ViTs are initialised. */
    private static final double DEVIATION = 0.02;

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName(ID);
    private final SplittableRandom random = new SplittableRandom(16);

    private StandInVit() {}

    /** Writes {@code manifest.yaml} and {@code image.onnx}. */
    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve("image.onnx")))) {
            new StandInVit().model().writeTo(out);
        }
        Files.writeString(folder.resolve("manifest.yaml"), manifest());
    }

    private static String manifest() {
        return """
                schema: ct-encoder/1
                id: %s
                version: "1"
                license: {spdx: Apache-2.0, redistributable: true, commercial: true, source: generated}
                image:
                  file: image.onnx
                  mode: slice2d
                  geometry:
                    orientation: LPS
                    spacingMm: null
                    interpolation: cubic
                    foreground: null
                    fit: {op: resize, size: [%d, %d], padHu: -1024}
                    slice: {axis: z, strideMm: 50, max: 8, minBodyFraction: 0.05}
                  intensity:
                    - {op: clip, lo: -160, hi: 240}
                    - {op: linear, from: [-160, 240], to: [0, 1]}
                    - {op: repeat, channels: 3}
                    - {op: normalize, mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711]}
                  tensor: {name: pixel_values, layout: NCHW, dtype: float32, shape: [N, 3, %d, %d], batchMax: 16}
                  output: {name: image_embeds, rank: 2, dim: %d, tokenPool: none}
                  aggregate: {op: mean, keepParts: true}
                  l2normalize: true
                text: null
                runtime: {providers: [cpu]}
                """.formatted(ID, SIDE, SIDE, SIDE, SIDE, DIMENSION);
    }

    private ModelProto model() {
        graph.addInput(value("pixel_values", -1, 3, SIDE, SIDE));
        String tokens = tokens();
        for (int layer = 0; layer < LAYERS; layer++) {
            tokens = layer("layer" + layer + ".", tokens);
        }
        String normed = norm("last.", tokens);
        String first = node("Gather", "first", List.of(normed, integers("first.at", 0)), integer("axis", 1));
        String flat = node("Flatten", "first.flat", List.of(first));
        node("MatMul", "image_embeds", List.of(flat, weights("projection", WIDTH, DIMENSION)));
        graph.addOutput(value("image_embeds", -1, DIMENSION));
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("mirstream")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph)
                .build();
    }

    private String tokens() {
        String patches = node(
                "Conv",
                "patches",
                List.of("pixel_values", weights("patches.kernel", WIDTH, 3, PATCH, PATCH)),
                integers("kernel_shape", List.of(PATCH, PATCH)),
                integers("strides", List.of(PATCH, PATCH)));
        String flat = reshape("patches.flat", patches, 0, WIDTH, TOKENS - 1L);
        String rows = node("Transpose", "patches.rows", List.of(flat), integers("perm", List.of(0, 2, 1)));
        String shape = node("Shape", "shape", List.of("pixel_values"));
        String batch = node("Gather", "batch", List.of(shape, integers("batch.at", 0)));
        String wanted =
                node("Concat", "class.shape", List.of(batch, integers("class.lengths", 1, WIDTH)), integer("axis", 0));
        String token = node("Expand", "class.batch", List.of(weights("class", 1, 1, WIDTH), wanted));
        String all = node("Concat", "tokens", List.of(token, rows), integer("axis", 1));
        return node("Add", "placed", List.of(all, weights("places", 1, TOKENS, WIDTH)));
    }

    private String layer(String name, String tokens) {
        String attended = node("Add", name + "attended", List.of(tokens, attention(name, norm(name + "a.", tokens))));
        return node("Add", name + "out", List.of(attended, perceptron(name, norm(name + "b.", attended))));
    }

    private String attention(String name, String tokens) {
        String all = linear(name + "qkv", tokens, WIDTH, 3 * WIDTH);
        List<String> parts = List.of(name + "q", name + "k", name + "v");
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Split")
                .setName(name + "split")
                .addInput(all)
                .addInput(integers(name + "split.lengths", WIDTH, WIDTH, WIDTH))
                .addAllOutput(parts)
                .addAttribute(integer("axis", 2)));
        String queries = heads(parts.get(0), List.of(0, 2, 1, 3));
        String keys = heads(parts.get(1), List.of(0, 2, 3, 1));
        String values = heads(parts.get(2), List.of(0, 2, 1, 3));
        String scores = node("MatMul", name + "scores", List.of(queries, keys));
        String scale = floats(name + "scale", new float[] {(float) (1 / Math.sqrt((double) WIDTH / HEADS))});
        String scaled = node("Mul", name + "scaled", List.of(scores, scale));
        String shares = node("Softmax", name + "shares", List.of(scaled), integer("axis", -1));
        String mixed = node("MatMul", name + "mixed", List.of(shares, values));
        String joined = node("Transpose", name + "joined", List.of(mixed), integers("perm", List.of(0, 2, 1, 3)));
        return linear(name + "o", reshape(name + "flat", joined, 0, TOKENS, WIDTH), WIDTH, WIDTH);
    }

    private String heads(String tokens, List<Integer> order) {
        String split = reshape(tokens + ".split", tokens, 0, TOKENS, HEADS, WIDTH / HEADS);
        return node("Transpose", tokens + ".heads", List.of(split), integers("perm", order));
    }

    /** Two layers with a GELU between them: x / 2 * (1 + erf(x / sqrt 2)). */
    private String perceptron(String name, String tokens) {
        String wide = linear(name + "wide", tokens, WIDTH, HIDDEN);
        String divided =
                node("Div", name + "divided", List.of(wide, floats(name + "root", new float[] {(float) Math.sqrt(2)})));
        String erf = node("Erf", name + "erf", List.of(divided));
        String plus = node("Add", name + "plus", List.of(erf, floats(name + "one", new float[] {1})));
        String times = node("Mul", name + "times", List.of(wide, plus));
        String gelu = node("Mul", name + "gelu", List.of(times, floats(name + "half", new float[] {0.5f})));
        return linear(name + "narrow", gelu, HIDDEN, WIDTH);
    }

    private String linear(String name, String in, int from, int to) {
        String product = node("MatMul", name + ".product", List.of(in, weights(name + ".weight", from, to)));
        return node("Add", name, List.of(product, weights(name + ".bias", to)));
    }

    private String norm(String name, String in) {
        float[] ones = new float[WIDTH];
        Arrays.fill(ones, 1);
        return node(
                "LayerNormalization",
                name + "norm",
                List.of(in, floats(name + "scale1", ones, WIDTH), floats(name + "shift", new float[WIDTH], WIDTH)),
                integer("axis", -1));
    }

    private String reshape(String name, String in, long... lengths) {
        return node("Reshape", name, List.of(in, integers(name + ".lengths", lengths)));
    }

    private String weights(String name, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * DEVIATION);
        }
        return floats(name, values, shape);
    }

    private String floats(String name, float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(
                name,
                TensorProto.DataType.FLOAT,
                bytes,
                Arrays.stream(shape).asLongStream().toArray());
    }

    private String integers(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(name, TensorProto.DataType.INT64, bytes, values.length);
    }

    private String constant(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes));
        for (long length : shape) {
            tensor.addDims(length);
        }
        graph.addInitializer(tensor);
        return name;
    }

    private String node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    private static AttributeProto integers(String name, List<Integer> values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        values.forEach(attribute::addInts);
        return attribute.build();
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    /** A length of -1 is the batch. */
    private static ValueInfoProto value(String name, long... shape) {
        TensorShapeProto.Builder lengths = TensorShapeProto.newBuilder();
        for (long length : shape) {
            TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
            lengths.addDim(length < 0 ? dimension.setDimParam("N") : dimension.setDimValue(length));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(lengths)))
                .build();
    }
}
