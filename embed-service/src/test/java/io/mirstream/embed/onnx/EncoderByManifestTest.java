package io.mirstream.embed.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.embed.builtin.StandInGraphs;
import io.mirstream.embed.encode.EncodedSeries;
import io.mirstream.embed.encode.Part;
import io.mirstream.embed.encode.SeriesEncoder;
import io.mirstream.embed.encode.TextEncoder;
import io.mirstream.embed.encode.TextEncoder.Role;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests as of real models, scaled down, over graphs that stand in for theirs: from a phantom's files to vectors. */
class EncoderByManifestTest {
    private static final int DIMENSION = 16;

    /** As of BiomedCLIP, with slices of 32 x 32 instead of 224 x 224. */
    private static final String SLICES = """
            schema: ct-encoder/1
            id: biomedclip-vitb16-224
            version: "1"
            license: {spdx: MIT, redistributable: true, commercial: false, source: "stand-in"}
            image:
              file: image.onnx
              mode: slice2d
              geometry: {orientation: LPS, spacingMm: null, interpolation: cubic, foreground: null, fit: {op: resize, size: [32, 32], padHu: -1024}, slice: {axis: z, strideMm: 5, max: 128, minBodyFraction: 0.05}}
              intensity:
                - {op: clip, lo: -160, hi: 240}
                - {op: linear, from: [-160, 240], to: [0, 1]}
                - {op: repeat, channels: 3}
                - {op: normalize, mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711]}
              tensor: {name: pixel_values, layout: NCHW, dtype: float32, shape: [N, 3, 32, 32], batchMax: 16}
              output: {name: image_embeds, rank: 2, dim: 16, tokenPool: none}
              aggregate: {op: mean, keepParts: true}
              l2normalize: true
            text: {file: text.onnx, tokenizer: "classpath:all-minilm-l6-v2-tokenizer.json", maxTokens: 256, padding: max, inputs: {ids: input_ids, mask: attention_mask, types: null}, output: {name: text_embeds, dim: 16, tokenPool: none}, sharedSpace: true, batchInvariant: true}
            runtime: {providers: [cuda, cpu]}
            """;

    /** As of Merlin, a seventh as large and so much coarser. */
    private static final String VOLUME = """
            schema: ct-encoder/1
            id: merlin-i3d-512
            version: "2024-04-02"
            license: {spdx: MIT, redistributable: true, commercial: true, source: "stand-in"}
            image:
              file: merlin_image.onnx
              mode: volume3d
              geometry: {orientation: RAS, spacingMm: [10.5, 10.5, 21], interpolation: linear, foreground: null, fit: {op: padCrop, size: [32, 28, 20], padHu: -1000}}
              intensity:
                - {op: clip, lo: -1000, hi: 1000}
                - {op: linear, from: [-1000, 1000], to: [0, 1]}
              tensor: {name: image, layout: NCHWD, dtype: float32, shape: [N, 1, 32, 28, 20], batchMax: 1}
              output: {name: image_embeds, rank: 2, dim: 16, tokenPool: none}
              aggregate: {op: none, keepParts: false}
              l2normalize: true
            text: {file: merlin_text.onnx, tokenizer: "classpath:all-minilm-l6-v2-tokenizer.json", maxTokens: 512, padding: longest, inputs: {ids: input_ids, mask: attention_mask, types: null}, output: {name: text_embeds, dim: 16, tokenPool: none}, sharedSpace: true, batchInvariant: true}
            runtime: {providers: [cuda, cpu]}
            """;

    /** As of CT-FM, with smaller patches. */
    private static final String PATCHES = """
            schema: ct-encoder/1
            id: ct-fm-segresnet-512
            version: "1"
            license: {spdx: Apache-2.0, redistributable: true, commercial: true, source: "stand-in"}
            image:
              file: ctfm_encoder.onnx
              mode: patch3d
              geometry: {orientation: SPL, spacingMm: null, interpolation: linear, foreground: {thresholdHu: -800, marginMm: 0}, patch: {size: [8, 32, 24], overlap: 0.25, max: 64}}
              intensity:
                - {op: clip, lo: -1024, hi: 2048}
                - {op: linear, from: [-1024, 2048], to: [0, 1]}
              tensor: {name: image, layout: NCDHW, dtype: float32, shape: [N, 1, 8, 32, 24], batchMax: 4}
              output: {name: features, rank: 5, dim: 16, tokenPool: mean}
              aggregate: {op: mean, keepParts: true}
              l2normalize: true
            text: null
            runtime: {providers: [cuda, cpu]}
            """;

    private static final FileStudyReader READER = new FileStudyReader(ReadLimits.DEFAULT);

    @TempDir
    static Path study;

    @TempDir
    Path folder;

    @BeforeAll
    static void writePhantom() throws IOException {
        new PhantomStudy(PhantomSpec.of(3, Anatomy.LIVER).small()).writeDicom(study);
    }

    @BeforeEach
    void writeGraphs() throws IOException {
        graph("image.onnx", StandInGraphs.projection("pixel_values", "image_embeds", DIMENSION, false, -1, 3, 32, 32));
        graph("text.onnx", StandInGraphs.words("text_embeds", DIMENSION));
        graph("merlin_text.onnx", StandInGraphs.words("text_embeds", DIMENSION));
        graph(
                "merlin_image.onnx",
                StandInGraphs.projection("image", "image_embeds", DIMENSION, false, -1, 1, 32, 28, 20));
        graph("ctfm_encoder.onnx", StandInGraphs.convolution("image", "features", DIMENSION, 8, 32, 24));
    }

    @Test
    void slice_model_gives_a_vector_a_slice_and_shares_its_space_with_texts() throws IOException {
        try (Model model = load(SLICES)) {
            EncodedSeries series = encode(model);

            assertThat(series.slices())
                    .hasSizeGreaterThan(10)
                    .allSatisfy(slice -> assertUnit(slice.vector().toArray()));
            assertThat(series.pooled()).containsKeys(Pooling.AVG, Pooling.MAX, Pooling.MEDIAN, Pooling.STD);
            assertThat(model.image().model())
                    .extracting(ModelRef::sharedSpace, ModelRef::dimension, ModelRef::textDimension)
                    .containsExactly(true, DIMENSION, DIMENSION);
            assertUnit(model.text().orElseThrow().encode("a liver lesion", Role.QUERY));
        }
    }

    @Test
    void volume_model_gives_one_vector_a_series() throws IOException {
        try (Model model = load(VOLUME)) {
            EncodedSeries series = encode(model);

            assertThat(series.slices())
                    .singleElement()
                    .satisfies(slice -> assertUnit(slice.vector().toArray()));
            assertThat(series.pooled()).containsOnlyKeys(Pooling.AVG, Pooling.MAX, Pooling.MEDIAN);
            assertThat(series.pooled().get(Pooling.AVG))
                    .isEqualTo(series.slices().getFirst().vector());
        }
    }

    @Test
    void patch_model_gives_a_vector_a_patch_and_has_no_texts() throws IOException {
        try (Model model = load(PATCHES)) {
            EncodedSeries series = encode(model);

            assertThat(series.slices())
                    .hasSizeBetween(2, 64)
                    .allSatisfy(slice -> assertUnit(slice.vector().toArray()));
            assertThat(model.text()).isEmpty();
        }
    }

    @Test
    void patch_model_of_two_stages_gives_one_vector_a_series() throws IOException {
        graph("second.onnx", StandInGraphs.second(DIMENSION));
        String second = "second: {file: second.onnx, input: features, gridSize: grid_size, positions: positions,"
                + " output: {name: series, dim: 16}}";

        try (Model model = load(PATCHES.replace("aggregate: {op: mean, keepParts: true}", second))) {
            EncodedSeries series = encode(model);

            assertThat(series.slices())
                    .singleElement()
                    .satisfies(slice -> assertUnit(slice.vector().toArray()));
            assertThat(series.pooled()).containsOnlyKeys(Pooling.AVG, Pooling.MAX, Pooling.MEDIAN);
        }
    }

    @Test
    void parts_that_are_not_kept_are_one_vector_by_the_manifests_pooling() throws IOException {
        try (Model model = load(PATCHES.replace("op: mean, keepParts: true", "op: max, keepParts: false"))) {
            EncodedSeries series = encode(model);

            assertThat(series.slices())
                    .singleElement()
                    .satisfies(slice ->
                            assertThat(slice.vector()).isEqualTo(series.pooled().get(Pooling.MAX)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "5"})
    void size_of_a_batch_changes_no_vector(int batch) throws IOException {
        try (Model whole = load(SLICES);
                Model split = load(SLICES.replace("batchMax: 16", "batchMax: " + batch))) {
            assertSame(encode(split), encode(whole), 1e-5f);
        }
    }

    @Test
    void graph_with_a_fixed_batch_gives_the_same_vectors() throws IOException {
        EncodedSeries free;
        try (Model model = load(SLICES)) {
            free = encode(model);
        }
        graph("image.onnx", StandInGraphs.projection("pixel_values", "image_embeds", DIMENSION, false, 4, 3, 32, 32));

        try (Model model = load(SLICES.replace("[N, 3, 32, 32], batchMax: 16", "[4, 3, 32, 32], batchMax: 4"))) {
            assertSame(encode(model), free, 1e-5f);
        }
    }

    @Test
    void half_precision_gives_nearly_the_same_vectors() throws IOException {
        EncodedSeries single;
        try (Model model = load(SLICES)) {
            single = encode(model);
        }
        graph("image.onnx", StandInGraphs.projection("pixel_values", "image_embeds", DIMENSION, true, -1, 3, 32, 32));

        try (Model model = load(SLICES.replace("float32", "float16"))) {
            assertSame(encode(model), single, 2e-3f);
        }
    }

    @Test
    void padding_to_the_longest_or_to_the_maximum_changes_no_text_vector() throws IOException {
        try (Model longest = load(SLICES.replace("padding: max", "padding: longest"));
                Model max = load(SLICES)) {
            assertThat(text(max).encode("a nodule", Role.QUERY))
                    .containsExactly(text(longest).encode("a nodule", Role.QUERY), within(1e-5f));
        }
    }

    @Test
    void token_vectors_are_averaged_without_padding_or_the_first_is_taken() throws IOException {
        graph("text.onnx", StandInGraphs.tokens("text_embeds", DIMENSION));
        String cls = SLICES.replace("dim: 16, tokenPool: none}, shared", "dim: 16, tokenPool: cls}, shared");
        String mean = SLICES.replace("dim: 16, tokenPool: none}, shared", "dim: 16, tokenPool: mean}, shared");

        try (Model first = load(cls);
                Model padded = load(mean);
                Model bare = load(mean.replace("padding: max", "padding: longest"))) {
            assertThat(text(padded).encode("a nodule", Role.QUERY))
                    .containsExactly(text(bare).encode("a nodule", Role.QUERY), within(1e-5f));
            assertThat(text(first).encode("a nodule", Role.QUERY)) // the class token is the same for all texts
                    .containsExactly(text(first).encode("an effusion", Role.QUERY))
                    .isNotEqualTo(text(bare).encode("a nodule", Role.QUERY));
        }
    }

    @Test
    void prefix_tells_queries_from_documents() throws IOException {
        String prefixed = SLICES.replace("sharedSpace: true", "prefix: {query: 'query: '}, sharedSpace: true");

        try (Model model = load(prefixed)) {
            assertThat(text(model).encode("query: a nodule", Role.DOCUMENT))
                    .containsExactly(text(model).encode("a nodule", Role.QUERY));
            assertThat(text(model).encode("a nodule", Role.DOCUMENT))
                    .isNotEqualTo(text(model).encode("a nodule", Role.QUERY));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: pixel_values | name: pixels | pixels",
                "name: image_embeds | name: embeds | embeds",
                "name: text_embeds | name: words | words",
                "types: null | types: token_type_ids | token_type_ids",
                "dtype: float32 | dtype: float16 | dtype",
                "image_embeds, rank: 2, dim: 16, tokenPool: none | image_embeds, rank: 3, dim: 16, tokenPool: cls | image.output",
                "text_embeds, dim: 16, tokenPool: none | text_embeds, dim: 16, tokenPool: mean | text.output",
            })
    void graph_that_contradicts_the_manifest_is_refused(String from, String to, String named) {
        assertThat(SLICES).contains(from);

        assertRefused(SLICES.replace(from, to), named);
    }

    @Test
    void golden_vectors_are_held_to_when_a_model_is_loaded() throws IOException {
        String golden = SLICES + "golden: {file: golden.json, atolCosine: 0.0001}\n";
        float[] image;
        float[] words;
        try (Model model = load(SLICES)) {
            float[] hounsfield = new float[32 * 32];
            for (int i = 0; i < hounsfield.length; i++) { // written out, as another language would have it
                hounsfield[i] = (float) (-1000 + 2000 * ((i * 2654435761L + 7) % 4294967296L / 4294967296.0));
            }
            image = model.image().encode(List.of(new Part(0, hounsfield))).getFirst();
            words = text(model).encode("a liver lesion", Role.DOCUMENT);
        }

        writeGolden(image, words);
        load(golden).close();

        float[] other = image.clone();
        other[3] += 0.1f;
        writeGolden(other, words);
        assertRefused(golden, "the image vector");
        writeGolden(image, Arrays.copyOf(words, 3));
        assertRefused(golden, "the text vector has 3 values");
        writeGolden(new float[DIMENSION], words); // no direction, so no cosine
        assertRefused(golden, "the image vector");
        Files.writeString(folder.resolve("golden.json"), "{}");
        assertRefused(golden, "golden.file has an image, a text or both");
        Files.writeString(folder.resolve("golden.json"), "{\"images\": 1}");
        assertRefused(golden, "golden.file is not readable");
        Files.delete(folder.resolve("golden.json"));
        assertRefused(golden, "golden.json is missing");
    }

    private void writeGolden(float[] image, float[] words) throws IOException {
        Files.writeString(
                folder.resolve("golden.json"),
                "{\"image\": {\"seed\": 7, \"low\": -1000, \"high\": 1000, \"vector\": " + Arrays.toString(image)
                        + "}, \"text\": {\"words\": \"a liver lesion\", \"vector\": "
                        + Arrays.toString(words) + "}}");
    }

    private void assertRefused(String manifest, String reason) {
        assertThatThrownBy(() -> load(manifest))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining(reason);
    }

    @Test
    void text_graph_that_takes_no_tokens_is_refused() {
        String floats = SLICES.replace("file: text.onnx", "file: image.onnx")
                .replace("ids: input_ids, mask: attention_mask", "ids: pixel_values, mask: pixel_values");

        assertRefused(floats, "is no tensor [batch, tokens] of INT64");
    }

    @Test
    void another_tokenizer_is_another_model() throws IOException {
        String own = SLICES.replace("classpath:all-minilm-l6-v2-tokenizer.json", "tokenizer.json");
        byte[] tokenizer = ModelFolder.of(Optional.empty()).read("classpath:all-minilm-l6-v2-tokenizer.json");
        Files.write(folder.resolve("tokenizer.json"), tokenizer);
        ModelRef before;
        try (Model model = load(own)) {
            before = model.image().model();
        }

        Files.writeString(folder.resolve("tokenizer.json"), new String(tokenizer, UTF_8) + "\n");

        try (Model model = load(own)) {
            assertThat(model.image().model().fingerprint()).isNotEqualTo(before.fingerprint());
        }
    }

    @Test
    void checking_a_folder_says_what_the_model_is() throws IOException {
        Files.writeString(folder.resolve("manifest.yaml"), VOLUME);

        Checked checked = check(folder.toString(), "--json");

        assertThat(checked.exit()).isZero();
        assertThat(checked.out())
                .contains("\"id\":\"merlin-i3d-512\"", "\"mode\":\"volume3d\"", "\"license\":\"MIT\"")
                .contains("float32 [N, 1, 32, 28, 20]", "\"dimension\":16", "\"golden\":\"none\"");
    }

    @Test
    void checking_a_folder_says_what_is_wrong_with_it() throws IOException {
        Files.writeString(folder.resolve("manifest.yaml"), VOLUME.replace("RAS", "RAR"));

        Checked checked = check(folder.toString());

        assertThat(checked.exit()).isEqualTo(1);
        assertThat(checked.err()).contains("MODEL_INVALID", "image.geometry.orientation");
        assertThat(check().exit()).isEqualTo(2);
        assertThat(check("--help").exit()).isEqualTo(2);
    }

    private record Checked(int exit, String out, String err) {}

    private static Checked check(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = ModelCheck.run(
                List.of(arguments), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new Checked(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    private Model load(String manifest) throws IOException {
        Files.writeString(folder.resolve("manifest.yaml"), manifest);
        return Model.load(ModelFolder.of(Optional.of(folder)), List.of("cuda", "cpu"), 1);
    }

    private void graph(String name, byte[] onnx) throws IOException {
        Files.write(folder.resolve(name), onnx);
    }

    private static EncodedSeries encode(Model model) {
        try (StudyListing listing = READER.list(study, Optional.empty())) {
            return new SeriesEncoder(READER, model.image(), Runnable::run)
                    .encode(listing.series().getFirst());
        }
    }

    private static TextEncoder text(Model model) {
        return model.text().orElseThrow();
    }

    private static void assertSame(EncodedSeries series, EncodedSeries expected, float tolerance) {
        assertThat(series.slices()).hasSameSizeAs(expected.slices());
        for (int i = 0; i < expected.slices().size(); i++) {
            assertThat(series.slices().get(i).vector().toArray())
                    .containsExactly(expected.slices().get(i).vector().toArray(), within(tolerance));
        }
    }

    private static void assertUnit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        assertThat(squares).isCloseTo(1, within(1e-4));
    }
}
