package io.mirstream.embed.onnx;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code runtime} of a manifest: options that its author found to fit the graph. The configuration goes before them, and
 * alone says which providers are tried. What belongs to a machine (devices, folders) is not for a manifest.
 *
 * @param providers on which the author ran the graph
 */
record ManifestRuntime(List<String> providers, Cuda cuda, TensorRt tensorrt) {
    private static final OptionField IN_MANIFEST = name -> "manifest: runtime." + name;

    /** At most 4 digits, so that no limit is more than a long. */
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,3})(K|M|G)iB");

    /** @param memoryLimit as in {@code 8GiB} */
    record Cuda(
            @JsonProperty("gpu_mem_limit") String memoryLimit,
            @JsonProperty("arena_extend_strategy") String arenaExtendStrategy,
            @JsonProperty("cudnn_conv_algo_search") String convolutionSearch) {}

    record TensorRt(Boolean fp16, Profile profile) {}

    record Profile(Integer min, Integer opt, Integer max) {}

    /** @throws io.mirstream.contracts.error.CodedException {@code MODEL_INVALID}, naming the field */
    void check(Manifest.Tensor tensor) {
        for (String provider : providers == null ? List.<String>of() : providers) {
            IN_MANIFEST.require(
                    Provider.named(provider).isPresent(),
                    "providers",
                    "has " + provider + ", none of " + Provider.names());
        }
        cudaOptions().check(IN_MANIFEST);
        BatchRange.of(tensorRtOptions().profile(), tensor, IN_MANIFEST);
    }

    ExecutionOptions.Cuda cudaOptions() {
        return cuda == null
                ? ExecutionOptions.Cuda.NONE
                : new ExecutionOptions.Cuda(
                        Optional.ofNullable(cuda.memoryLimit).map(ManifestRuntime::bytes),
                        Optional.ofNullable(cuda.arenaExtendStrategy),
                        Optional.ofNullable(cuda.convolutionSearch));
    }

    ExecutionOptions.TensorRt tensorRtOptions() {
        return tensorrt == null
                ? ExecutionOptions.TensorRt.NONE
                : new ExecutionOptions.TensorRt(
                        Optional.ofNullable(tensorrt.fp16), Optional.empty(), Optional.empty(), profile());
    }

    private ExecutionOptions.Profile profile() {
        return tensorrt.profile == null
                ? ExecutionOptions.Profile.NONE
                : new ExecutionOptions.Profile(
                        Optional.ofNullable(tensorrt.profile.min),
                        Optional.ofNullable(tensorrt.profile.opt),
                        Optional.ofNullable(tensorrt.profile.max));
    }

    private static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size);
        IN_MANIFEST.require(matcher.matches(), "cuda.gpu_mem_limit", "is a size as 512MiB or 8GiB");
        int shift =
                switch (matcher.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    default -> 30;
                };
        return Long.parseLong(matcher.group(1)) << shift;
    }
}
