package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who validates a manifest by the schema and the service that reads it come to the same verdict. */
class ManifestSchemaTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final JsonSchema SCHEMA = schema();

    @ParameterizedTest
    @ValueSource(strings = {"biomedclip.yaml", "merlin.yaml", "ct-fm.yaml", "/models/builtin-slab/manifest.yaml"})
    void what_the_schema_takes_is_read(String name) throws IOException {
        String manifest = resource(name);

        assertThat(violations(manifest)).isEmpty();
        assertThat(parse(manifest).id()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ct-fm.yaml | mode: patch3d | 'mode: patch3d\n  data: [{file: a.data, sha256: ab}, {file: b.data}]'",
                "ct-fm.yaml | aggregate: {op: mean, keepParts: true} | 'second: {file: g.onnx, data: [{file: g.data}], input: f, gridSize: s, positions: p, output: {name: o, rank: 3, dim: 8, tokenPool: cls}}'",
                "ct-fm.yaml | op: mean, keepParts: true} | 'op: none, keepParts: false}\n  second: {file: g.onnx, input: f, output: {name: o, dim: 8}}'",
                "ct-fm.yaml | runtime: | 'projection: {file: h.onnx, sha256: ab, input: a, output: b, dim: 8}\nruntime:'",
                "merlin.yaml | sharedSpace: true | 'projection: {file: h.onnx, input: a, output: b, dim: 512}, sharedSpace: true'",
            })
    void second_graphs_heads_and_weights_beside_a_graph_are_read(String name, String from, String to)
            throws IOException {
        String manifest = changed(name, from, to);

        assertThat(violations(manifest)).isEmpty();
        assertThat(parse(manifest).id()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "biomedclip.yaml | version: \"1\" | version: 1",
                "biomedclip.yaml | version: \"1\" | version: \" \"",
                "biomedclip.yaml | id: biomedclip | id: Biomedclip",
                "biomedclip.yaml | ct-encoder/1 | ct-encoder/2",
                "biomedclip.yaml | mode: slice2d | mode: slice",
                "biomedclip.yaml | spacingMm: null | spacingMm: [1, 1]",
                "biomedclip.yaml | spacingMm: null | spacingMm: [1, 1, 0]",
                "biomedclip.yaml | interpolation: cubic | interpolation: sinc",
                "biomedclip.yaml | op: resize | op: stretch",
                "biomedclip.yaml | size: [224, 224] | size: [224, 0]",
                "biomedclip.yaml | size: [224, 224] | size: [224, 224.5]",
                "biomedclip.yaml | padHu: -1024 | padHu: 32768",
                "biomedclip.yaml | axis: z | axis: y",
                "biomedclip.yaml | strideMm: 5 | strideMm: 0",
                "biomedclip.yaml | strideMm: 5 | strideMm: \"5\"",
                "biomedclip.yaml | max: 128 | max: 1001",
                "biomedclip.yaml | max: 128, | ''",
                "biomedclip.yaml | minBodyFraction: 0.05 | minBodyFraction: 1",
                "biomedclip.yaml | op: clip | op: cut",
                "biomedclip.yaml | lo: -160, | ''",
                "biomedclip.yaml | hi: 240 | hi: 240, channels: 3",
                "biomedclip.yaml | to: [0, 1] | to: [0]",
                "biomedclip.yaml | op: repeat, channels: 3 | op: repeat, channels: 0",
                "biomedclip.yaml | op: repeat, channels: 3 | op: windows, channels: [[1]]",
                "biomedclip.yaml | std: [0.26862954 | std: [0",
                "biomedclip.yaml | layout: NCHW | layout: NHWC",
                "biomedclip.yaml | dtype: float32 | dtype: float64",
                "biomedclip.yaml | batchMax: 16 | batchMax: 0",
                "biomedclip.yaml | rank: 2 | rank: 6",
                "biomedclip.yaml | name: image_embeds, | ''",
                "biomedclip.yaml | tokenPool: none | tokenPool: last",
                "biomedclip.yaml | op: mean, keepParts | op: meanStd, keepParts",
                "biomedclip.yaml | keepParts: true | keepParts: 1",
                "biomedclip.yaml | l2normalize | normalize",
                "biomedclip.yaml | maxTokens: 256 | maxTokens: 0",
                "biomedclip.yaml | padding: max | padding: left",
                "biomedclip.yaml | ids: input_ids, | ''",
                "biomedclip.yaml | atolCosine: 0.0001 | atolCosine: 1",
                "biomedclip.yaml | runtime: | 'projection: {file: head.onnx}\nruntime:'",
                "biomedclip.yaml | providers: [cuda | providers: [rocm",
                "biomedclip.yaml | runtime: { | 'runtime: {threads: 2, '",
                "biomedclip.yaml | runtime: { | 'runtime: {cuda: {device_id: 1}, '",
                "biomedclip.yaml | runtime: { | 'runtime: {cuda: {gpu_mem_limit: 8GB}, '",
                "biomedclip.yaml | runtime: { | 'runtime: {cuda: {gpu_mem_limit: 8}, '",
                "biomedclip.yaml | runtime: { | 'runtime: {cuda: {arena_extend_strategy: twice}, '",
                "biomedclip.yaml | runtime: { | 'runtime: {cuda: {cudnn_conv_algo_search: FAST}, '",
                "biomedclip.yaml | runtime: { | 'runtime: {tensorrt: {fp16: 1}, '",
                "biomedclip.yaml | runtime: { | 'runtime: {tensorrt: {engine_cache: /tmp}, '",
                "biomedclip.yaml | runtime: { | 'runtime: {tensorrt: {profile: {min: 0}}, '",
                "biomedclip.yaml | runtime: | 'projection: {file: h.onnx, input: a, output: b, dim: 0}\nruntime:'",
                "biomedclip.yaml | runtime: | 'projection: {file: h.onnx, input: a, output: b, dim: 8, bias: c}\nruntime:'",
                "biomedclip.yaml | mode: slice2d | 'mode: slice2d\n  data: image.onnx.data'",
                "biomedclip.yaml | mode: slice2d | 'mode: slice2d\n  data: [{sha256: ab}]'",
                "ct-fm.yaml | l2normalize: true | 'second: {file: g.onnx}'",
                "ct-fm.yaml | l2normalize: true | 'second: {file: g.onnx, input: f, output: {dim: 8}}'",
                "ct-fm.yaml | l2normalize: true | 'second: {file: g.onnx, input: f, grid: g, output: {name: o, dim: 8}}'",
                "merlin.yaml | orientation: RAS | orientation: RAL",
                "merlin.yaml | orientation: RAS | orientation: ras",
                "ct-fm.yaml | size: [48, 128, 128] | size: [48, 128]",
                "ct-fm.yaml | overlap: 0.25 | overlap: 1",
                "ct-fm.yaml | thresholdHu: -800, | ''",
                "ct-fm.yaml | marginMm: 0 | marginMm: -1",
            })
    void what_the_schema_refuses_is_refused(String name, String from, String to) throws IOException {
        String manifest = changed(name, from, to);

        assertThat(violations(manifest)).isNotEmpty();
        assertInvalid(manifest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "biomedclip.yaml | spacingMm: null | spacingMm: [1, 1, null]", // resize makes a spacing of its own
                "biomedclip.yaml | orientation: LPS | orientation: RAS",
                "biomedclip.yaml | mode: slice2d | mode: patch3d",
                "biomedclip.yaml | lo: -160 | lo: 240",
                "biomedclip.yaml | std: [0.26862954, | std: [",
                "biomedclip.yaml | [N, 3, 224, 224] | [N, 1, 224, 224]",
                "biomedclip.yaml | [N, 3, 224, 224] | [8, 3, 224, 224]",
                "biomedclip.yaml | rank: 2 | rank: 3",
                "biomedclip.yaml | dim: 512, tokenPool: none}, sharedSpace | dim: 256, tokenPool: none}, sharedSpace",
                "biomedclip.yaml | runtime: { | 'runtime: {tensorrt: {profile: {min: 2}}, '", // a series may end with
                // one
                "biomedclip.yaml | runtime: { | 'runtime: {tensorrt: {profile: {opt: 17}}, '",
                "biomedclip.yaml | runtime: { | 'runtime: {tensorrt: {profile: {max: 15}}, '",
                "merlin.yaml | [N, 1, 224, 224, 160] | [N, 1, 160, 224, 224]",
                "merlin.yaml | size: [224, 224, 160] | size: [224, 224]",
                "merlin.yaml | layout: NCHWD | layout: NCHW",
                "merlin.yaml | [224, 224, 160], padHu | [4096, 4096, 4096], padHu",
                "ct-fm.yaml | orientation: SPL | orientation: PSL", // depth is neither first nor last
                "ct-fm.yaml | tokenPool: mean | tokenPool: cls",
                "ct-fm.yaml | op: mean | op: none",
                "ct-fm.yaml | l2normalize: true | 'second: {file: g.onnx, input: f, output: {name: o, dim: 8}}'", // keepParts
                "merlin.yaml | l2normalize: true | 'second: {file: g.onnx, input: f, output: {name: o, dim: 8}}'",
                "biomedclip.yaml | runtime: | 'projection: {file: h.onnx, input: a, output: b, dim: 8}\nruntime:'",
                "ct-fm.yaml | max: 64 | max: 1000",
            })
    void what_no_schema_can_say_is_refused(String name, String from, String to) throws IOException {
        String manifest = changed(name, from, to);

        assertThat(violations(manifest)).isEmpty();
        assertInvalid(manifest);
    }

    @Test
    void value_of_another_type_is_named_with_its_line() throws IOException {
        String manifest = changed("biomedclip.yaml", "lo: -160", "lo: low");

        assertThatThrownBy(() -> parse(manifest)).hasMessageContaining("image.intensity[0].lo (line 10)");
    }

    private static String changed(String name, String from, String to) throws IOException {
        String manifest = resource(name);
        assertThat(manifest).as("the case still changes the manifest").contains(from);
        return manifest.replace(from, to.replace("\\n", "\n"));
    }

    private static void assertInvalid(String manifest) {
        assertThatThrownBy(() -> parse(manifest))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID));
    }

    private static Manifest parse(String manifest) {
        return Manifest.parse(manifest.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<ValidationMessage> violations(String manifest) throws JsonProcessingException {
        JsonNode data = YAML.readTree(manifest);
        return SCHEMA.validate(data);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ManifestSchemaTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(resource("ct-encoder.v1.schema.json"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
