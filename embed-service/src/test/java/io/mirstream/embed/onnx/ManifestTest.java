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
                "runtime: | 'projection: {file: head.onnx}\nruntime:'",
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
    void sha256_is_compared_whatever_its_case_and_only_when_given() {
        String ofNothing = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";

        ModelFolder.checkSha256("a", new byte[0], ofNothing);
        ModelFolder.checkSha256("a", new byte[0], null);
        assertInvalid(() -> ModelFolder.checkSha256("a", new byte[1], ofNothing));
    }

    @Test
    void fingerprint_changes_with_everything_that_shapes_a_vector() {
        byte[] a = {1};
        byte[] b = {2};
        Optional<byte[]> none = Optional.empty();
        ModelFingerprint same = ModelFolder.fingerprint(a, a, Optional.of(a), Optional.of(a));

        assertThat(ModelFolder.fingerprint(a, a, Optional.of(a), Optional.of(a)))
                .isEqualTo(same);
        assertThat(List.of(
                        ModelFolder.fingerprint(b, a, Optional.of(a), Optional.of(a)),
                        ModelFolder.fingerprint(a, b, Optional.of(a), Optional.of(a)),
                        ModelFolder.fingerprint(a, a, Optional.of(b), Optional.of(a)),
                        ModelFolder.fingerprint(a, a, Optional.of(a), Optional.of(b)),
                        ModelFolder.fingerprint(a, a, Optional.of(a), none),
                        ModelFolder.fingerprint(a, a, none, none)))
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
