package io.mirstream.embed.onnx;

import io.mirstream.contracts.error.CodedException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the configuration wants a model to be run. What is empty is left to the manifest's {@code runtime}, and what is
 * empty there to ONNX Runtime.
 *
 * @param providers names in order of preference; nothing else is tried
 * @param devices indices of accelerators, each of which has a session of its own
 * @param threads of one inference, for what runs on the processor
 * @param warmUps rounds of a batch of one and of a full batch before a session is used; empty for one round on an
 *     accelerator and none on the processor
 */
public record ExecutionOptions(
        List<String> providers,
        List<Integer> devices,
        int threads,
        Optional<Integer> warmUps,
        Cuda cuda,
        TensorRt tensorRt) {
    /** Of a model's configuration; {@code _} of an option's name is {@code -} there. */
    private static final OptionField CONFIGURED = name -> "mirstream.embed.model." + name.replace('_', '-');

    /** @throws CodedException {@code MODEL_INVALID}, naming the property */
    public ExecutionOptions {
        providers = List.copyOf(providers);
        devices = List.copyOf(devices);
        CONFIGURED.require(!providers.isEmpty(), "providers", "is required");
        for (String provider : providers) {
            CONFIGURED.require(
                    Provider.named(provider).isPresent(), "providers", provider + " is none of " + Provider.names());
        }
        Set<Integer> distinct = new HashSet<>(devices);
        CONFIGURED.require(
                !devices.isEmpty()
                        && distinct.size() == devices.size()
                        && devices.stream().allMatch(device -> device >= 0),
                "devices",
                "has indices from 0, each once");
        CONFIGURED.require(threads >= 1, "threads", "is 1 or more");
        CONFIGURED.require(warmUps.orElse(0) >= 0, "warm_ups", "is 0 or more");
        cuda.check(CONFIGURED);
    }

    /** All other options as nobody set them. */
    public static ExecutionOptions of(List<String> providers, int threads) {
        return new ExecutionOptions(providers, List.of(0), threads, Optional.empty(), Cuda.NONE, TensorRt.NONE);
    }

    /**
     * @param memoryLimitBytes of ONNX Runtime's own arena, for each session
     * @param arenaExtendStrategy {@code kNextPowerOfTwo} or {@code kSameAsRequested}
     * @param convolutionSearch {@code EXHAUSTIVE}, {@code HEURISTIC} or {@code DEFAULT}
     */
    public record Cuda(
            Optional<Long> memoryLimitBytes, Optional<String> arenaExtendStrategy, Optional<String> convolutionSearch) {
        static final Cuda NONE = new Cuda(Optional.empty(), Optional.empty(), Optional.empty());

        private static final Set<String> STRATEGIES = Set.of("kNextPowerOfTwo", "kSameAsRequested");
        private static final Set<String> SEARCHES = Set.of("EXHAUSTIVE", "HEURISTIC", "DEFAULT");

        void check(OptionField field) {
            field.require(memoryLimitBytes.orElse(1L) > 0, "cuda.gpu_mem_limit", "is more than 0");
            field.require(
                    arenaExtendStrategy.map(STRATEGIES::contains).orElse(true),
                    "cuda.arena_extend_strategy",
                    "is kNextPowerOfTwo or kSameAsRequested");
            field.require(
                    convolutionSearch.map(SEARCHES::contains).orElse(true),
                    "cuda.cudnn_conv_algo_search",
                    "is EXHAUSTIVE, HEURISTIC or DEFAULT");
        }

        Cuda orElse(Cuda other) {
            return new Cuda(
                    memoryLimitBytes.or(other::memoryLimitBytes),
                    arenaExtendStrategy.or(other::arenaExtendStrategy),
                    convolutionSearch.or(other::convolutionSearch));
        }
    }

    /**
     * @param fp16 whether layers may be computed in float16
     * @param engineCache a folder in which engines outlive the process
     * @param timingCache a folder for the timings from which engines are built
     */
    public record TensorRt(
            Optional<Boolean> fp16, Optional<Path> engineCache, Optional<Path> timingCache, Profile profile) {
        static final TensorRt NONE = new TensorRt(Optional.empty(), Optional.empty(), Optional.empty(), Profile.NONE);

        TensorRt orElse(TensorRt other) {
            return new TensorRt(
                    fp16.or(other::fp16),
                    engineCache.or(other::engineCache),
                    timingCache.or(other::timingCache),
                    profile.orElse(other.profile));
        }
    }

    /** Sizes of batches that an engine takes, and the one that it is made for. */
    public record Profile(Optional<Integer> min, Optional<Integer> opt, Optional<Integer> max) {
        static final Profile NONE = new Profile(Optional.empty(), Optional.empty(), Optional.empty());

        Profile orElse(Profile other) {
            return new Profile(min.or(other::min), opt.or(other::opt), max.or(other::max));
        }
    }

    /** With the manifest's options where the configuration has none. */
    ExecutionOptions orElse(ManifestRuntime runtime) {
        return runtime == null
                ? this
                : new ExecutionOptions(
                        providers,
                        devices,
                        threads,
                        warmUps,
                        cuda.orElse(runtime.cudaOptions()),
                        tensorRt.orElse(runtime.tensorRtOptions()));
    }

    /** @throws CodedException {@code MODEL_INVALID} when a batch of the model would not fit the engine */
    BatchRange batches(Manifest.Tensor tensor) {
        return BatchRange.of(tensorRt.profile, tensor, CONFIGURED);
    }
}
