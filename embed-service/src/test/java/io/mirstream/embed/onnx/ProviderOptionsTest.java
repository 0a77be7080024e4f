package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.ModelFingerprint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From configuration and manifest to the options that ONNX Runtime is given. */
class ProviderOptionsTest {
    private static final ModelFingerprint MODEL = new ModelFingerprint("0123456789abcdef");

    private static final String RUNTIME = """
            runtime:
              providers: [tensorrt, cuda, cpu]
              cuda: {gpu_mem_limit: 8GiB, arena_extend_strategy: kSameAsRequested, cudnn_conv_algo_search: HEURISTIC}
              tensorrt: {fp16: true, profile: {min: 1, opt: 2, max: 8}}
            """;

    @TempDir
    Path folder;

    @Test
    void nothing_said_leaves_all_but_device_and_shapes_to_onnx_runtime() throws OrtException {
        List<Map<String, String>> options =
                options(configured(ExecutionOptions.Cuda.NONE, ExecutionOptions.TensorRt.NONE), "");

        assertThat(options)
                .containsExactly(
                        Map.of(
                                "device_id", "3",
                                "trt_profile_min_shapes", "pixels:1x1x8x8",
                                "trt_profile_opt_shapes", "pixels:4x1x8x8",
                                "trt_profile_max_shapes", "pixels:4x1x8x8"),
                        Map.of("device_id", "3"));
    }

    @Test
    void manifest_gives_what_the_configuration_does_not() throws OrtException {
        List<Map<String, String>> options =
                options(configured(ExecutionOptions.Cuda.NONE, ExecutionOptions.TensorRt.NONE), RUNTIME);

        assertThat(options)
                .containsExactly(
                        Map.of(
                                "device_id", "3",
                                "trt_fp16_enable", "1",
                                "trt_profile_min_shapes", "pixels:1x1x8x8",
                                "trt_profile_opt_shapes", "pixels:2x1x8x8",
                                "trt_profile_max_shapes", "pixels:8x1x8x8"),
                        Map.of(
                                "device_id", "3",
                                "gpu_mem_limit", "8589934592",
                                "arena_extend_strategy", "kSameAsRequested",
                                "cudnn_conv_algo_search", "HEURISTIC"));
    }

    @Test
    void configuration_goes_before_the_manifest() throws OrtException {
        ExecutionOptions configured = configured(
                new ExecutionOptions.Cuda(
                        Optional.of(1L << 20), Optional.of("kNextPowerOfTwo"), Optional.of("EXHAUSTIVE")),
                new ExecutionOptions.TensorRt(
                        Optional.of(false),
                        Optional.of(folder.resolve("engines")),
                        Optional.of(folder.resolve("timings")),
                        new ExecutionOptions.Profile(Optional.empty(), Optional.of(3), Optional.of(4))));

        List<Map<String, String>> options = options(configured, RUNTIME);

        Path engines = folder.resolve("engines/0123456789abcdef/image");
        assertThat(options)
                .containsExactly(
                        Map.of(
                                "device_id", "3",
                                "trt_fp16_enable", "0",
                                "trt_engine_cache_enable", "1",
                                "trt_engine_cache_path", engines.toString(),
                                "trt_timing_cache_enable", "1",
                                "trt_timing_cache_path",
                                        folder.resolve("timings").toString(),
                                "trt_profile_min_shapes", "pixels:1x1x8x8",
                                "trt_profile_opt_shapes", "pixels:3x1x8x8",
                                "trt_profile_max_shapes", "pixels:4x1x8x8"),
                        Map.of(
                                "device_id", "3",
                                "gpu_mem_limit", "1048576",
                                "arena_extend_strategy", "kNextPowerOfTwo",
                                "cudnn_conv_algo_search", "EXHAUSTIVE"));
        assertThat(engines).isDirectory();
        assertThat(folder.resolve("timings")).isDirectory();
    }

    @Test
    void engine_must_take_every_batch_of_the_model() {
        ExecutionOptions configured = configured(
                ExecutionOptions.Cuda.NONE,
                new ExecutionOptions.TensorRt(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new ExecutionOptions.Profile(Optional.empty(), Optional.of(2), Optional.of(3))));

        assertThatThrownBy(() -> options(configured, ""))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining("mirstream.embed.model.tensorrt.profile.max ");
    }

    @Test
    void texts_have_all_lengths_up_to_the_longest() {
        Manifest.Text longest = text("longest");
        Manifest.Text padded = text("max");

        assertThat(Tower.text(longest, MODEL, 16).inputs())
                .containsExactly(
                        new Tower.Input("ids", "1x1", "1x64", "16x64"),
                        new Tower.Input("mask", "1x1", "1x64", "16x64"));
        assertThat(Tower.text(padded, MODEL, 1).inputs())
                .first()
                .extracting(Tower.Input::min)
                .isEqualTo("1x64");
    }

    @Test
    void graph_that_takes_vectors_of_others_is_made_for_any_number() {
        ExecutionOptions.TensorRt configured = ExecutionOptions.TensorRt.NONE;

        assertThat(ProviderOptions.tensorRt(3, configured, Tower.ofVectors("second", MODEL)))
                .containsOnlyKeys("device_id");
    }

    private static Manifest.Text text(String padding) {
        return new Manifest.Text(
                "text.onnx",
                null,
                null,
                "tokenizer.json",
                64,
                padding,
                new Manifest.TextInputs("ids", "mask", null),
                null,
                null,
                null,
                false,
                true);
    }

    private static ExecutionOptions configured(ExecutionOptions.Cuda cuda, ExecutionOptions.TensorRt tensorRt) {
        return new ExecutionOptions(List.of("tensorrt", "cuda"), List.of(3), 1, Optional.empty(), cuda, tensorRt);
    }

    /** Of TensorRT, and of CUDA for the rest of the graph. */
    private static List<Map<String, String>> options(ExecutionOptions configured, String runtime) throws OrtException {
        Manifest manifest = StandInModel.manifest(runtime);
        ExecutionProviders providers = new ExecutionProviders(configured.orElse(manifest.runtime()));
        RecordedOpening machine =
                new RecordedOpening().with(Provider.TENSORRT, 3).with(Provider.CUDA, 3);
        try (Sessions sessions = providers.open(Tower.image(manifest, MODEL, providers.batches(manifest)), machine)) {
            assertThat(sessions.size()).isEqualTo(1);
            return List.copyOf(machine.specs.getFirst().accelerators().values());
        }
    }
}
