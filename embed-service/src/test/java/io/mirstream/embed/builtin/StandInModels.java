package io.mirstream.embed.builtin;

import static io.mirstream.embed.builtin.GraphWriter.integer;
import static io.mirstream.embed.builtin.GraphWriter.ints;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Folders of models with the shapes and sizes of real ones, and seeded weights: what a real encoder asks of the machine,
 * without its weights. They tell bodies apart, as a random net does, and nothing else.
 */
public final class StandInModels {
    /** Of image vectors, of all three. */
    public static final int DIMENSION = 512;

    private static final long SEED = 7;

    // ViT-B/16
    private static final int SIDE = 224;
    private static final int PATCH = 16;
    private static final int WIDTH = 768;
    private static final int HEADS = 12;
    private static final int LAYERS = 12;

    private static final int TEXT_WIDTH = 256;
    private static final int TEXT_HEADS = 4;
    private static final int TEXT_LAYERS = 2;
    private static final int CONTEXT = 256;

    private static final List<String> WORDS = List.of(
            "a",
            "an",
            "and",
            "chest",
            "colon",
            "ct",
            "effusion",
            "focal",
            "in",
            "is",
            "lesion",
            "liver",
            "lung",
            "mass",
            "no",
            "nodule",
            "normal",
            "of",
            "pancreas",
            "the",
            "with");

    private StandInModels() {}

    /**
     * A vision transformer B/16 over slices with weights beside the graph, and a text tower in its space.
     *
     * @param strideMm between slices
     */
    public static void slices(Path folder, int strideMm) throws IOException {
        try (WeightsFile weights = new WeightsFile(folder, "image.onnx.data", SEED)) {
            Files.write(folder.resolve("image.onnx"), visionTransformer(weights));
        }
        List<String> vocabulary = vocabulary();
        try (WeightsFile weights = new WeightsFile(folder, "text.onnx.data", SEED + 1)) {
            Files.write(folder.resolve("text.onnx"), textTransformer(weights, vocabulary.size()));
        }
        Files.writeString(folder.resolve("tokenizer.json"), wordPiece(vocabulary));
        Files.writeString(folder.resolve("manifest.yaml"), """
                schema: ct-encoder/1
                id: stand-in-vit-b16
                version: "1"
                license: {spdx: Apache-2.0, redistributable: true, commercial: true, source: generated}
                image:
                  file: image.onnx
                  data: [{file: image.onnx.data}]
                  mode: slice2d
                  geometry: {orientation: LPS, spacingMm: null, interpolation: cubic, fit: {op: resize, size: [224, 224], padHu: -1024}, slice: {axis: z, strideMm: %d, max: 128, minBodyFraction: 0.05}}
                  intensity:
                    - {op: clip, lo: -160, hi: 240}
                    - {op: linear, from: [-160, 240], to: [0, 1]}
                    - {op: repeat, channels: 3}
                    - {op: normalize, mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711]}
                  tensor: {name: pixel_values, layout: NCHW, dtype: float32, shape: [N, 3, 224, 224], batchMax: 4}
                  output: {name: image_embeds, rank: 2, dim: 512, tokenPool: none}
                  aggregate: {op: mean, keepParts: true}
                  l2normalize: true
                text: {file: text.onnx, tokenizer: tokenizer.json, maxTokens: 256, padding: max, inputs: {ids: input_ids, mask: attention_mask, types: null}, output: {name: text_embeds, dim: 512, tokenPool: none}, sharedSpace: true, batchInvariant: true}
                """.formatted(strideMm));
    }

    /** Convolutions over a whole volume with depth last, and all-MiniLM-L6-v2 for texts, in a space of its own. */
    public static void volume(Path folder) throws IOException {
        GraphWriter graph = new GraphWriter("stand-in");
        graph.input("image", -1, 1, 224, 224, 160);
        String cells = convolutions(graph, "image", new int[] {1, 32, 64, 128});
        String pooled = graph.node("GlobalAveragePool", "pooled", List.of(cells));
        String flat = graph.node("Flatten", "flat", List.of(pooled));
        graph.node("MatMul", "image_embeds", List.of(flat, StandInGraphs.matrix(graph, "head", 128, DIMENSION)));
        graph.output("image_embeds", -1, DIMENSION);
        Files.write(folder.resolve("image.onnx"), graph.toBytes());
        Files.writeString(folder.resolve("manifest.yaml"), """
                schema: ct-encoder/1
                id: stand-in-volume
                version: "1"
                license: {spdx: Apache-2.0, redistributable: true, commercial: true, source: generated}
                image:
                  file: image.onnx
                  mode: volume3d
                  geometry: {orientation: RAS, spacingMm: [1.5, 1.5, 3], interpolation: linear, fit: {op: padCrop, size: [224, 224, 160], padHu: -1000}}
                  intensity:
                    - {op: clip, lo: -1000, hi: 1000}
                    - {op: linear, from: [-1000, 1000], to: [0, 1]}
                  tensor: {name: image, layout: NCHWD, dtype: float32, shape: [N, 1, 224, 224, 160], batchMax: 1}
                  output: {name: image_embeds, rank: 2, dim: 512, tokenPool: none}
                  aggregate: {op: none, keepParts: false}
                  l2normalize: true
                text: {file: "classpath:all-minilm-l6-v2.onnx", tokenizer: "classpath:all-minilm-l6-v2-tokenizer.json", maxTokens: 256, padding: longest, inputs: {ids: input_ids, mask: attention_mask, types: token_type_ids}, output: {name: last_hidden_state, dim: 384, tokenPool: mean}, sharedSpace: false, batchInvariant: true}
                """);
    }

    /** Convolutions over overlapping patches, whose cells are averaged; no texts. */
    public static void patches(Path folder) throws IOException {
        GraphWriter graph = new GraphWriter("stand-in");
        graph.input("image", -1, 1, 48, 128, 128);
        String cells = convolutions(graph, "image", new int[] {1, 32, 128, DIMENSION});
        graph.node("Identity", "features", List.of(cells));
        graph.output("features", -1, DIMENSION, 3, 8, 8);
        Files.write(folder.resolve("image.onnx"), graph.toBytes());
        Files.writeString(folder.resolve("manifest.yaml"), """
                schema: ct-encoder/1
                id: stand-in-patches
                version: "1"
                license: {spdx: Apache-2.0, redistributable: true, commercial: true, source: generated}
                image:
                  file: image.onnx
                  mode: patch3d
                  geometry: {orientation: SPL, spacingMm: [4, 2, 2], interpolation: linear, foreground: {thresholdHu: -800, marginMm: 0}, patch: {size: [48, 128, 128], overlap: 0.25, max: 64}}
                  intensity:
                    - {op: clip, lo: -1024, hi: 2048}
                    - {op: linear, from: [-1024, 2048], to: [0, 1]}
                  tensor: {name: image, layout: NCDHW, dtype: float32, shape: [N, 1, 48, 128, 128], batchMax: 4}
                  output: {name: features, rank: 5, dim: 512, tokenPool: mean}
                  aggregate: {op: mean, keepParts: true}
                  l2normalize: true
                text: null
                """);
    }

    /** Three, the first with cubes of 4 side by side, the others of 3 at every second place. */
    private static String convolutions(GraphWriter graph, String input, int[] channels) {
        String states = input;
        for (int i = 0; i + 1 < channels.length; i++) {
            int side = i == 0 ? 4 : 3;
            int stride = i == 0 ? 4 : 2;
            int padding = i == 0 ? 0 : 1;
            String kernel = StandInGraphs.kernel(graph, "kernel" + i, channels[i + 1], channels[i], side);
            states = graph.node(
                    "Conv",
                    "conv" + i,
                    List.of(states, kernel),
                    ints("strides", stride, stride, stride),
                    ints("pads", padding, padding, padding, padding, padding, padding));
            states = graph.node("Relu", "relu" + i, List.of(states));
        }
        return states;
    }

    private static byte[] visionTransformer(WeightsFile weights) {
        GraphWriter graph = new GraphWriter("stand-in");
        StandInTransformer transformer = new StandInTransformer(graph, weights, WIDTH, HEADS);
        int patches = (SIDE / PATCH) * (SIDE / PATCH);
        graph.input("pixel_values", -1, 3, SIDE, SIDE);
        String kernel = weights.random(graph, "patch_w", 1 / Math.sqrt(3.0 * PATCH * PATCH), WIDTH, 3, PATCH, PATCH);
        String cells = graph.node("Conv", "cells", List.of("pixel_values", kernel), ints("strides", PATCH, PATCH));
        String flat = graph.node("Reshape", "flat", List.of(cells, transformer.longs("as_tokens", 0, WIDTH, patches)));
        String tokens = graph.node("Transpose", "tokens", List.of(flat), ints("perm", 0, 2, 1));
        String states = graph.node(
                "Add",
                "states",
                List.of(
                        withClassToken(graph, transformer, weights, tokens),
                        weights.random(graph, "places", 0.02, 1, patches + 1, WIDTH)));
        String first = transformer.firstToken(transformer.layers(LAYERS, states, null));
        graph.node(
                "MatMul",
                "image_embeds",
                List.of(first, weights.random(graph, "head", 1 / Math.sqrt(WIDTH), WIDTH, DIMENSION)));
        graph.output("image_embeds", -1, DIMENSION);
        return graph.toBytes();
    }

    /** One more token before those of every item. */
    private static String withClassToken(
            GraphWriter graph, StandInTransformer transformer, WeightsFile weights, String tokens) {
        String token = weights.random(graph, "class_token", 1, 1, 1, WIDTH);
        String shape = graph.node("Shape", "shape", List.of(tokens));
        String items =
                graph.node("Slice", "items", List.of(shape, transformer.longs("from", 0), transformer.longs("to", 1)));
        String wanted = graph.node(
                "Concat", "wanted", List.of(items, transformer.longs("lone_token", 1, WIDTH)), integer("axis", 0));
        String classes = graph.node("Expand", "classes", List.of(token, wanted));
        return graph.node("Concat", "with_class", List.of(classes, tokens), integer("axis", 1));
    }

    private static byte[] textTransformer(WeightsFile weights, int words) {
        GraphWriter graph = new GraphWriter("stand-in");
        StandInTransformer transformer = new StandInTransformer(graph, weights, TEXT_WIDTH, TEXT_HEADS);
        graph.input(TensorProto.DataType.INT64, "input_ids", -1, -2);
        graph.input(TensorProto.DataType.INT64, "attention_mask", -1, -2);
        String table = weights.random(graph, "table", 1, words, TEXT_WIDTH);
        String embedded = graph.node("Gather", "embedded", List.of(table, "input_ids"));
        String shape = graph.node("Shape", "shape", List.of("input_ids"));
        String length = graph.node("Gather", "length", List.of(shape, transformer.index("tokens", 1)));
        String range = graph.node(
                "Range", "range", List.of(transformer.index("start", 0), length, transformer.index("step", 1)));
        String places = graph.node(
                "Gather", "places", List.of(weights.random(graph, "place_table", 0.1, CONTEXT, TEXT_WIDTH), range));
        String states = graph.node("Add", "states", List.of(embedded, places));
        String first = transformer.firstToken(transformer.layers(TEXT_LAYERS, states, bias(graph, transformer)));
        graph.node(
                "MatMul",
                "text_embeds",
                List.of(first, weights.random(graph, "head", 1 / Math.sqrt(TEXT_WIDTH), TEXT_WIDTH, DIMENSION)));
        graph.output("text_embeds", -1, DIMENSION);
        return graph.toBytes();
    }

    /** {@code [N, 1, 1, tokens]}: what keeps attention from padding. */
    private static String bias(GraphWriter graph, StandInTransformer transformer) {
        String mask = graph.node(
                "Cast", "mask", List.of("attention_mask"), integer("to", TensorProto.DataType.FLOAT.getNumber()));
        String padding = graph.node("Sub", "padding", List.of("one", mask));
        String low = graph.node("Mul", "low", List.of(padding, graph.scalar("never", -1e4f)));
        return graph.node("Unsqueeze", "bias", List.of(low, transformer.longs("heads_and_queries", 1, 2)));
    }

    /** A few words, and letters for all others. */
    private static List<String> vocabulary() {
        List<String> entries = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
        IntStream.rangeClosed('a', 'z').forEach(letter -> {
            entries.add(Character.toString(letter));
            entries.add("##" + Character.toString(letter));
        });
        WORDS.stream().filter(word -> !entries.contains(word)).forEach(entries::add);
        return entries;
    }

    private static String wordPiece(List<String> vocabulary) {
        String entries = IntStream.range(0, vocabulary.size())
                .mapToObj(i -> "\"" + vocabulary.get(i) + "\": " + i)
                .collect(Collectors.joining(", "));
        return """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
                 "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
                 "pre_tokenizer": {"type": "BertPreTokenizer"},
                 "post_processor": {"type": "TemplateProcessing",
                  "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
                  "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                  "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
                 "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                  "vocab": {%s}}}
                """.formatted(entries);
    }
}
