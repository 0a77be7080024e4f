package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.embed.builtin.StandInGraphs;
import io.mirstream.embed.encode.Aggregate;
import io.mirstream.embed.encode.Part;
import io.mirstream.embed.encode.TextEncoder;
import io.mirstream.embed.encode.TextEncoder.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heads, second graphs and weights beside a graph. */
class ModelStagesTest {
    private static final int WIDTH = 16;
    private static final int PIXELS = 4 * 6 * 8;

    private static final String PATCHES = """
            schema: ct-encoder/1
            id: patches
            version: "1"
            image:
              file: image.onnx
              mode: patch3d
              geometry: {orientation: SPL, patch: {size: [4, 6, 8], max: 64}}
              tensor: {name: image, layout: NCDHW, dtype: float32, shape: [N, 1, 4, 6, 8], batchMax: 4}
              output: {name: features, rank: 2, dim: 16}
              l2normalize: false
            """;

    private static final String SECOND =
            "  second: {file: second.onnx, input: features, gridSize: grid_size, positions: positions,"
                    + " output: {name: series, dim: 16}}\n";

    private static final String HEAD = "projection: {file: head.onnx, input: x, output: y, dim: 5}\n";

    private static final String TEXT = "text: {file: text.onnx, tokenizer: 'classpath:all-minilm-l6-v2-tokenizer.json',"
            + " maxTokens: 32, padding: %s, inputs: {ids: input_ids, mask: attention_mask},"
            + " output: {name: text_embeds, dim: 16}, sharedSpace: %s, batchInvariant: %s}\n";

    @TempDir
    Path folder;

    @BeforeEach
    void writeGraphs() throws IOException {
        graph("image.onnx", StandInGraphs.projection("image", "features", WIDTH, false, -1, 1, 4, 6, 8));
        graph("second.onnx", StandInGraphs.second(WIDTH));
        graph("head.onnx", StandInGraphs.head("x", "y", WIDTH, 5));
        graph("text.onnx", StandInGraphs.words("text_embeds", WIDTH));
    }

    @Test
    void head_turns_every_vector_of_a_part_into_its_own() throws IOException {
        List<Part> parts = parts(7, 1, 1);
        List<float[]> before = encode(PATCHES, parts);

        List<float[]> after = encode(PATCHES.replace("l2normalize: false", "l2normalize: true") + HEAD, parts);

        float[][] weights = weightsOfHead();
        assertThat(after).hasSize(7);
        for (int i = 0; i < after.size(); i++) {
            assertThat(after.get(i)).containsExactly(unit(product(before.get(i), weights)), within(1e-5f));
        }
    }

    @Test
    void heads_put_texts_and_images_into_one_space_of_their_length() throws IOException {
        String text = text("longest", true, true).replace("sharedSpace: ", HEAD.strip() + ", sharedSpace: ");

        try (Model model = load(PATCHES + HEAD + text)) {
            assertThat(model.image().model())
                    .extracting(ModelRef::sharedSpace, ModelRef::dimension, ModelRef::textDimension)
                    .containsExactly(true, 5, 5);
            TextEncoder encoder = model.text().orElseThrow();
            assertThat(encoder.dimension()).isEqualTo(5);
            assertThat(encoder.encode("a nodule", Role.QUERY)).hasSize(5);
        }
    }

    @Test
    void second_graph_makes_one_vector_of_all_parts_with_their_places() throws IOException {
        List<Part> parts = parts(2, 3, 1);
        List<float[]> before = encode(PATCHES, parts);
        float[] expected = new float[WIDTH];
        for (int i = 0; i < parts.size(); i++) {
            List<Integer> at = parts.get(i).cell().at();
            float factor = 1 + 100 * at.get(0) + 10 * at.get(1) + at.get(2);
            for (int j = 0; j < WIDTH; j++) {
                expected[j] += factor * before.get(i)[j] / parts.size();
            }
        }
        for (int j = 0; j < WIDTH; j++) {
            expected[j] += 2 + 3 + 1;
        }

        List<float[]> series = encode(PATCHES + SECOND, parts.reversed());

        assertThat(series)
                .singleElement()
                .satisfies(vector -> assertThat(vector).containsExactly(expected, within(1e-3f)));
    }

    @Test
    void second_graph_and_head_give_the_vector_of_the_series() throws IOException {
        List<Part> parts = parts(2, 1, 2);
        float[] second = encode(PATCHES + SECOND, parts).getFirst();

        try (Model model = load(PATCHES + SECOND + HEAD)) {
            assertThat(model.image().encode(parts))
                    .singleElement()
                    .satisfies(vector ->
                            assertThat(vector).containsExactly(product(second, weightsOfHead()), within(1e-3f)));
            assertThat(model.image().aggregate())
                    .extracting(Aggregate::keepParts)
                    .isEqualTo(false);
            assertThat(model.image().model().dimension()).isEqualTo(5);
        }
    }

    @Test
    void second_graph_can_put_mean_and_deviation_into_one_vector() throws IOException {
        graph("second.onnx", StandInGraphs.meanAndDeviation(WIDTH));
        String both = "  second: {file: second.onnx, input: features, output: {name: series, dim: 32}}\n";

        List<float[]> series = encode(PATCHES + both, parts(3, 1, 1));

        assertThat(series)
                .singleElement()
                .satisfies(vector -> assertThat(vector).hasSize(32));
    }

    @Test
    void second_graph_of_whole_grids_refuses_a_series_with_more_patches_than_are_taken() throws IOException {
        List<Part> some = parts(2, 3, 1).subList(0, 5);

        try (Model model = load(PATCHES + SECOND)) {
            assertThatThrownBy(() -> model.image().encode(some))
                    .isInstanceOfSatisfying(
                            CodedException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
                    .hasMessageContaining("patch.max");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input: features, grid | input: vectors, grid | vectors",
                "positions: positions, | '' | image.second names 2",
                "positions: positions, | 'positions: grid_size,' | grid_size",
                "dim: 16}} | dim: 15}} | image.second.output",
                "dim: 16}} | 'rank: 3, dim: 16, tokenPool: cls}}' | image.second.output",
            })
    void second_graph_that_contradicts_the_manifest_is_refused(String from, String to, String named) {
        assertThat(SECOND).contains(from);

        assertRefused(PATCHES + SECOND.replace(from, to), named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input: x | input: z | z",
                "output: y | output: z | z",
                "dim: 5 | dim: 6 | projection says otherwise",
                "head.onnx | second.onnx | named x",
                "head.onnx | none.onnx | none.onnx is missing",
            })
    void head_that_contradicts_the_manifest_is_refused(String from, String to, String named) {
        assertRefused(PATCHES + HEAD.replace(from, to), named);
    }

    @Test
    void head_for_vectors_of_another_length_is_refused() throws IOException {
        graph("head.onnx", StandInGraphs.head("x", "y", 15, 5));

        assertRefused(PATCHES + HEAD, "projection takes [N, 16]");
    }

    @Test
    void golden_vectors_hold_second_graph_and_head_to_what_they_gave() throws IOException {
        String manifest = PATCHES + SECOND + HEAD;
        float[] vector;
        try (Model model = load(manifest)) {
            vector = model.image().encode(goldenParts(3)).getFirst();
        }
        writeGolden("\"parts\": 3, ", vector);
        load(manifest + "golden: {file: golden.json}\n").close();

        graph("head.onnx", StandInGraphs.head("x", "y", WIDTH, 4));

        assertRefused(
                manifest.replace("dim: 5", "dim: 4") + "golden: {file: golden.json}\n",
                "the image vector has 5 values");
        graph("head.onnx", StandInGraphs.head("x", "y", WIDTH, 5));
        vector[0] += Math.abs(vector[0]) + 1;
        writeGolden("\"parts\": 3, ", vector);
        assertRefused(manifest + "golden: {file: golden.json}\n", "the image vector");
        assertRefused(PATCHES + "golden: {file: golden.json}\n", "image.parts is for models with image.second");
        writeGolden("\"parts\": 0, ", vector);
        assertRefused(manifest + "golden: {file: golden.json}\n", "golden.file has an image");
    }

    @Test
    void every_file_is_part_of_the_fingerprint() throws IOException {
        graph("head.onnx", StandInGraphs.headBeside(folder, "head.data", "x", "y", WIDTH, 5));
        String manifest = PATCHES + SECOND + HEAD;
        List<ModelRef> seen = new ArrayList<>(List.of(ref(manifest)));

        byte[] weights = Files.readAllBytes(folder.resolve("head.data"));
        weights[0] ^= 1;
        Files.write(folder.resolve("head.data"), weights);
        seen.add(ref(manifest));
        graph("head.onnx", StandInGraphs.head("x", "y", WIDTH, 5));
        seen.add(ref(manifest));
        graph("second.onnx", extended(StandInGraphs.second(WIDTH)));
        seen.add(ref(manifest));

        assertThat(seen).extracting(ModelRef::fingerprint).doesNotHaveDuplicates();
    }

    @Test
    void weights_beside_a_graph_are_loaded_whether_they_are_listed_or_not() throws IOException {
        Files.createDirectory(folder.resolve("heads"));
        graph("heads/head.onnx", StandInGraphs.headBeside(folder.resolve("heads"), "w.data", "x", "y", WIDTH, 5));
        String found = PATCHES + HEAD.replace("head.onnx", "heads/head.onnx");
        String listed = found.replace("input: x", "data: [{file: heads/w.data}], input: x");

        assertThat(encode(listed, parts(1, 1, 1)).getFirst())
                .containsExactly(encode(found, parts(1, 1, 1)).getFirst());
        assertRefused(found.replace("input: x", "data: [], input: x"), "which its data does not list");
        assertRefused(listed.replace("w.data}", "w.data}, {file: heads/v.data}"), "no weights in [heads/v.data]");
        assertRefused(listed.replace("w.data}", "w.data, sha256: abcd}"), "heads/w.data has another sha256");
        Files.delete(folder.resolve("heads/w.data"));
        assertRefused(found, "heads/w.data is missing");
    }

    @ParameterizedTest
    @CsvSource({"../w.data", "/etc/hostname", "a/../../w.data"})
    void weights_outside_of_the_folder_are_refused(String location) throws IOException {
        Path inside = Files.createDirectories(folder.resolve("inside/a"));
        Path name = inside.getParent().resolve("placeholder");
        byte[] onnx = StandInGraphs.headBeside(name.getParent(), "placeholder", "x", "y", WIDTH, 5);
        Files.write(folder.resolve("inside/head.onnx"), renamed(onnx, "placeholder", location));
        Files.move(name, folder.resolve("w.data"));

        assertThatThrownBy(() ->
                        ModelFolder.of(Optional.of(folder.resolve("inside"))).graph("head.onnx", null, null))
                .isInstanceOf(CodedException.class)
                .hasMessage("the model's file " + location + " lies outside its folder");
    }

    @ParameterizedTest
    @CsvSource({"longest, true", "max, true", "longest, false"})
    void several_texts_have_the_vectors_that_they_have_alone(String padding, boolean batchInvariant)
            throws IOException {
        graph("text.onnx", StandInGraphs.tokens("text_embeds", WIDTH));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) { // more than one run takes
            texts.add("nodule ".repeat(1 + i % 5) + i);
        }
        String tower = text(padding, false, batchInvariant).replace("dim: 16", "dim: 16, tokenPool: mean");

        try (Model model = load(PATCHES + tower)) {
            TextEncoder encoder = model.text().orElseThrow();
            List<float[]> together = encoder.encode(texts, Role.DOCUMENT);

            assertThat(together).hasSize(20);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(together.get(i)).containsExactly(encoder.encode(texts.get(i), Role.DOCUMENT), within(1e-5f));
            }
        }
    }

    private static String text(String padding, boolean shared, boolean batchInvariant) {
        return TEXT.formatted(padding, shared, batchInvariant);
    }

    private static float[][] weightsOfHead() throws IOException {
        // what the head gives for unit vectors are its rows
        Path folder = Files.createTempDirectory("mirstream-head-");
        Files.write(folder.resolve("head.onnx"), StandInGraphs.head("x", "y", WIDTH, 5));
        Manifest.Projection head = new Manifest.Projection("head.onnx", null, null, "x", "y", 5);
        List<float[]> units = new ArrayList<>();
        for (int i = 0; i < WIDTH; i++) {
            float[] unit = new float[WIDTH];
            unit[i] = 1;
            units.add(unit);
        }
        GraphFile file = ModelFolder.of(Optional.of(folder)).graph("head.onnx", null, null);
        try (Finish finish = Finish.load(
                OrtEnvironment.getEnvironment(),
                Optional.of(file),
                new Finish.Head("projection", head, WIDTH),
                false,
                new ModelFingerprint("0123456789abcdef"),
                new ExecutionProviders(ExecutionOptions.of(List.of("cpu"), 1)))) {
            return finish.of(units).toArray(float[][]::new);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] product(float[] vector, float[][] matrix) {
        float[] product = new float[matrix[0].length];
        for (int i = 0; i < vector.length; i++) {
            for (int j = 0; j < product.length; j++) {
                product[j] += vector[i] * matrix[i][j];
            }
        }
        return product;
    }

    private static float[] unit(float[] vector) {
        UnitLength.scale(vector);
        return vector;
    }

    /** A whole grid, in the order of the tensor. */
    private static List<Part> parts(int a, int b, int c) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < a * b * c; i++) {
            float[] values = new float[PIXELS];
            Arrays.fill(values, i + 1);
            values[i] = -50;
            parts.add(new Part(i, values, new Part.Cell(List.of(i / (b * c), i / c % b, i % c), List.of(a, b, c))));
        }
        return parts;
    }

    /** As golden.json describes them, written out. */
    private static List<Part> goldenParts(int count) {
        List<Part> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            float[] values = new float[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                long place = (long) part * PIXELS + i;
                values[i] = (float) (-1000 + 2000 * ((place * 2654435761L + 7) % 4294967296L / 4294967296.0));
            }
            parts.add(new Part(0, values, new Part.Cell(List.of(part, 0, 0), List.of(count, 1, 1))));
        }
        return parts;
    }

    private void writeGolden(String parts, float[] vector) throws IOException {
        Files.writeString(
                folder.resolve("golden.json"),
                "{\"image\": {\"seed\": 7, \"low\": -1000, \"high\": 1000, " + parts + "\"vector\": "
                        + Arrays.toString(vector) + "}}");
    }

    /** The same graph with its weights elsewhere. */
    private static byte[] renamed(byte[] onnx, String from, String to) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
        TensorProto.Builder tensor = model.getGraphBuilder().getInitializerBuilder(0);
        assertThat(tensor.getExternalData(0).getValue()).isEqualTo(from);
        tensor.getExternalDataBuilder(0).setValue(to);
        return model.build().toByteArray();
    }

    /** The same graph with another name: other bytes. */
    private static byte[] extended(byte[] onnx) throws IOException {
        return ModelProto.parseFrom(onnx).toBuilder()
                .setProducerVersion("2")
                .build()
                .toByteArray();
    }

    private ModelRef ref(String manifest) throws IOException {
        try (Model model = load(manifest)) {
            return model.image().model();
        }
    }

    private List<float[]> encode(String manifest, List<Part> parts) throws IOException {
        try (Model model = load(manifest)) {
            return model.image().encode(parts);
        }
    }

    private Model load(String manifest) throws IOException {
        Files.writeString(folder.resolve("manifest.yaml"), manifest);
        return Model.load(ModelFolder.of(Optional.of(folder)), List.of("cpu"), 1);
    }

    private void assertRefused(String manifest, String reason) {
        assertThatThrownBy(() -> load(manifest).close())
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining(reason);
    }

    private void graph(String name, byte[] onnx) throws IOException {
        Files.write(folder.resolve(name), onnx);
    }
}
