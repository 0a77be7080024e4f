package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.embed.encode.SlabSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final String GOOD = """
            schema: ct-encoder/1
            id: my-model
            version: "2"
            license: {spdx: MIT}
            intended: {modalities: [CT]}
            image:
              file: image.onnx
              sha256: "0000"
              mode: slice2d
              geometry:
                orientation: LPS
                spacingMm: [3, 3, 5]
                interpolation: linear
                fit: {op: padCrop, size: [96, 96], padHu: -1024}
                slice: {axis: z, strideMm: 5, max: 128, minBodyFraction: 0.05}
              intensity: []
              tensor: {name: hounsfield, layout: NCHW, dtype: float32, shape: [N, 1, 96, 96], batchMax: 16}
              output: {name: embedding, rank: 2, dim: 64, tokenPool: none}
              aggregate: {op: mean}
              l2normalize: true
            text:
              file: text.onnx
              tokenizer: tokenizer.json
              maxTokens: 256
              padding: longest
              inputs: {ids: input_ids, mask: attention_mask, types: token_type_ids}
              output: {name: states, dim: 384, tokenPool: mean}
              sharedSpace: false
              batchInvariant: true
            runtime: {providers: [cpu]}
            """;

    @TempDir
    Path folder;

    @Test
    void manifest_says_what_slabs_the_model_wants() {
        assertThat(parse(GOOD).input()).isEqualTo(new SlabSpec(3, 96, 5, 128, 0.05, (short) -1024));
    }

    @Test
    void model_may_have_no_text_tower() {
        String imageOnly = GOOD.substring(0, GOOD.indexOf("text:")) + "runtime: {providers: [cpu]}\n";

        assertThat(parse(imageOnly).text()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema: ct-encoder/1 | schema: ct-encoder/2",
                "schema: ct-encoder/1 | ''",
                "id: my-model | id: My Model",
                "id: my-model | ''",
                "version: \"2\" | version: ' '",
                "version: \"2\" | ''",
                "runtime: | runtimes:",
                "file: image.onnx | ''",
                "mode: slice2d | mode: volume4d",
                "mode: slice2d | mode: volume3d", // with geometry.slice, and without layout NCDHW
                "mode: slice2d | mode: patch3d",
                "mode: slice2d | ''",
                "orientation: LPS | orientation: RAS",
                "spacingMm: [3, 3, 5] | spacingMm: [3, 2, 5]",
                "spacingMm: [3, 3, 5] | spacingMm: [3, 3]",
                "spacingMm: [3, 3, 5] | spacingMm: [0, 0, 5]",
                "spacingMm: [3, 3, 5] | spacingMm: [-3, -3, 5]",
                "spacingMm: [3, 3, 5] | spacingMm: [null, null, 5]",
                "spacingMm: [3, 3, 5] | spacingMm: [0.01, 0.01, null]",
                "interpolation: linear | interpolation: cubic", // slabs are averages
                "interpolation: linear | interpolation: lanczos",
                "fit: | 'foreground: {thresholdHu: -800}\n    fit:'",
                "spacingMm: [3, 3, 5] | spacingMm: [.nan, .nan, 5]",
                "spacingMm: [3, 3, 5] | spacingMm: wide",
                "op: padCrop | op: resize",
                "size: [96, 96] | size: [96, 64]",
                "size: [96, 96] | size: [96]",
                "size: [96, 96] | size: [0, 0]",
                "size: [96, 96] | size: [null, null]",
                "padHu: -1024 | padHu: 40000",
                "strideMm: 5 | strideMm: 0",
                "max: 128 | max: 0",
                "max: 128 | max: 1001",
                "minBodyFraction: 0.05 | minBodyFraction: 1",
                "slice: {axis: z, strideMm: 5, max: 128, minBodyFraction: 0.05} | ''",
                "axis: z | axis: x",
                "intensity: [] | 'intensity: [{op: gamma}]'",
                "intensity: [] | 'intensity: [{lo: 1, hi: 2}]'",
                "intensity: [] | 'intensity: [{op: clip, lo: 240, hi: -160}]'",
                "intensity: [] | 'intensity: [{op: clip, lo: -160}]'",
                "intensity: [] | 'intensity: [{op: clip, lo: -160, hi: 240, scope: slice}]'",
                "intensity: [] | 'intensity: [{op: linear, from: [0, 0], to: [0, 1]}]'",
                "intensity: [] | 'intensity: [{op: linear, from: [0, 1], to: [0]}]'",
                "intensity: [] | 'intensity: [{op: repeat, channels: 0}]'",
                "intensity: [] | 'intensity: [{op: repeat, channels: 3}]'", // the tensor has one channel
                "intensity: [] | 'intensity: [{op: windows, channels: []}]'",
                "intensity: [] | 'intensity: [{op: windows, channels: [[0, 1, 2]]}]'",
                "intensity: [] | 'intensity: [{op: normalize, mean: [0, 0, 0], std: [1, 1, 1]}]'",
                "intensity: [] | 'intensity: [{op: normalize, mean: [0], std: [0]}]'",
                "intensity: [] | 'intensity: [{op: zscore, scope: study}]'",
                "intensity: [] | 'intensity: [null]'",
                "shape: [N, 1, 96, 96] | shape: [N, 1, 96]",
                "shape: [N, 1, 96, 96] | shape: [N, 1, 64, 96]",
                "shape: [N, 1, 96, 96] | shape: [4, 1, 96, 96]",
                "rank: 2 | rank: 3",
                "rank: 2 | rank: 6",
                "aggregate: {op: mean} | aggregate: {op: meanStd}",
                "aggregate: {op: mean} | aggregate: {op: none}",
                "aggregate: {op: mean} | 'second: {file: global.onnx}'",
                "aggregate: {op: mean} | 'second: {file: global.onnx, input: f, output: {name: o, dim: 0}}'",
                "aggregate: {op: mean} | 'second: {file: global.onnx, input: f, output: {name: o, rank: 3, dim: 8}}'",
                "aggregate: {op: mean} | 'second: {file: g.onnx, input: f, gridSize: g, output: {name: o, dim: 8}}'", // slices
                "aggregate: {op: mean} | 'aggregate: {op: mean}\n  second: {file: g.onnx, input: f, output: {name: o, dim: 8}}'",
                "aggregate: {op: mean} | 'data: [null]'",
                "aggregate: {op: mean} | 'data: [{sha256: aa}]'",
                "runtime: | 'projection: {file: head.onnx}\nruntime:'",
                "runtime: | 'projection: {file: head.onnx, input: a, output: b, dim: 0}\nruntime:'",
                "sharedSpace: false | 'projection: {file: h.onnx, input: a, output: b, dim: 32}\n  sharedSpace: true'",
                "runtime: | 'golden: {atolCosine: 0.1}\nruntime:'",
                "runtime: | 'golden: {file: golden.json, atolCosine: 0}\nruntime:'",
                "layout: NCHW | layout: NHWC",
                "dtype: float32 | dtype: float64",
                "batchMax: 16 | batchMax: 0",
                "name: hounsfield, | ''",
                "dim: 64 | dim: 0",
                "dim: 64 | dim: 12000", // 132 vectors of it are 8.4 MB
                "dim: 64 | dim: many",
                "name: embedding, | ''",
                "file: text.onnx | ''",
                "tokenizer: tokenizer.json | ''",
                "maxTokens: 256 | maxTokens: 0",
                "inputs: {ids: input_ids, mask: attention_mask, types: token_type_ids} | ''",
                "output: {name: states, dim: 384, tokenPool: mean} | ''",
                "dim: 384 | dim: 0",
                "tokenPool: mean | tokenPool: last",
                "padding: longest | padding: left",
                "sharedSpace: false | sharedSpace: true" // of vectors with 64 and with 384 dimensions
            })
    void what_this_version_does_not_run_is_refused(String from, String to) {
        assertThat(GOOD).as("the case still changes the manifest").contains(from);

        assertInvalid(() -> parse(GOOD.replace(from, to.replace("\\n", "\n"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing\n", "null\n", "[]\n", "just text\n", "image: {\n", "\t", "image: 3\n", "\u0000"})
    void what_is_no_manifest_is_refused(String yaml) {
        assertInvalid(() -> parse(yaml));
    }

    @Test
    void rule_that_is_broken_is_named_with_the_line_of_its_field_or_of_what_lacks_it() {
        assertThatThrownBy(() -> parse(GOOD.replace("strideMm: 5", "strideMm: 0")))
                .hasMessage("manifest: image.geometry.slice.strideMm (line 15) is positive");
        assertThatThrownBy(() -> parse(GOOD.replace("intensity: []", "intensity: [{op: clip, lo: 1, hi: 0}]")))
                .hasMessageStartingWith("manifest: image.intensity[0] (line 16)");
        assertThatThrownBy(() -> parse(GOOD.replace("  file: text.onnx\n", "")))
                .hasMessageStartingWith("manifest: text.file (line 21)");
    }

    @Test
    void mean_and_deviation_in_one_vector_are_refused_with_the_way_to_have_them() {
        assertThatThrownBy(() -> parse(GOOD.replace("aggregate: {op: mean}", "aggregate: {op: meanStd}")))
                .hasMessageContaining("image.second can make it");
    }

    @Test
    void head_decides_the_length_of_vectors_and_whether_texts_can_share_their_space() {
        String head = "projection: {file: %s.onnx, input: a, output: b, dim: 32}";
        String both = GOOD.replace("sharedSpace: false", head.formatted("words") + "\n  sharedSpace: true")
                + head.formatted("head");

        Manifest manifest = parse(both);

        assertThat(manifest.dimension()).isEqualTo(32);
        assertThat(manifest.textDimension()).isEqualTo(32);
    }

    @Test
    void unknown_field_is_named() {
        assertThatThrownBy(() -> parse(GOOD.replace("    orientation:", "    orientatoin:")))
                .hasMessageContaining("image.geometry.orientatoin")
                .hasMessageContaining("line 11");
    }

    @Test
    void missing_and_altered_files_are_refused() throws IOException {
        ModelFolder model = ModelFolder.of(Optional.of(folder));

        assertInvalid(model::manifest);
        assertInvalid(() -> Model.load(model, List.of("cpu"), 1));

        Files.writeString(folder.resolve("manifest.yaml"), GOOD);
        assertThat(model.manifest().id()).isEqualTo("my-model");
        assertInvalid(() -> Model.load(model, List.of("cpu"), 1)); // no image.onnx

        Files.write(folder.resolve("image.onnx"), new byte[] {1}); // another sha256 than 0000
        assertInvalid(() -> Model.load(model, List.of("cpu"), 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/hostname", "a/../../secret", "classpath:no/such/file", "."})
    void file_outside_of_the_folder_is_refused(String name) throws IOException {
        Path inside = Files.createDirectory(folder.resolve("model"));
        Files.writeString(folder.resolve("secret"), "secret");

        assertInvalid(() -> ModelFolder.of(Optional.of(inside)).read(name));
    }

    @Test
    void sha256_is_compared_whatever_its_case_and_only_when_given() throws IOException {
        Files.write(folder.resolve("empty.onnx"), new byte[0]);
        Files.write(folder.resolve("other.onnx"), new byte[] {8, 8});
        String ofNothing = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";
        ModelFolder model = ModelFolder.of(Optional.of(folder));

        model.graph("empty.onnx", ofNothing, null);
        model.graph("other.onnx", null, null);
        assertInvalid(() -> model.graph("other.onnx", ofNothing, null));
    }

    @Test
    void fingerprint_changes_with_everything_that_shapes_a_vector() {
        byte[] a = {1};
        byte[] b = {2};
        ModelFingerprint same = ModelFolder.fingerprint(a, List.of(a, a, a));

        assertThat(ModelFolder.fingerprint(a, List.of(a, a, a))).isEqualTo(same);
        assertThat(List.of(
                        ModelFolder.fingerprint(b, List.of(a, a, a)),
                        ModelFolder.fingerprint(a, List.of(b, a, a)),
                        ModelFolder.fingerprint(a, List.of(a, b, a)),
                        ModelFolder.fingerprint(a, List.of(a, a, b)),
                        ModelFolder.fingerprint(a, List.of(a, a))))
                .doesNotHaveDuplicates()
                .doesNotContain(same);
    }

    private static Manifest parse(String yaml) {
        return Manifest.parse(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertInvalid(ThrowingCallable loading) {
        assertThatThrownBy(loading)
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID));
    }
}
