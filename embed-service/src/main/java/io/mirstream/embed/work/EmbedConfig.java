package io.mirstream.embed.work;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Configuration of the embed-service. */
@ConfigMapping(prefix = "mirstream.embed")
public interface EmbedConfig {
    Model model();

    Work work();

    Decode decode();

    Inference inference();

    Query query();

    /** The model that makes every vector, of studies and of queries. */
    interface Model {
        /** A model folder with its {@code manifest.yaml}; the built-in model when absent. */
        Optional<Path> directory();

        /**
         * Execution providers in order of preference, of {@code tensorrt}, {@code cuda} and {@code cpu}. Nothing else is
         * tried: one that is absent is an error unless another follows.
         */
        @WithDefault("cpu")
        List<String> providers();

        /** Indices of the accelerators that are used, each with a session of its own. */
        @WithDefault("0")
        List<Integer> devices();

        /** Threads of one inference, for what runs on the processor. */
        @WithDefault("1")
        int threads();

        /** Rounds of a batch of one and a full batch at the start; one on an accelerator and none otherwise when absent. */
        Optional<Integer> warmUps();

        Cuda cuda();

        TensorRt tensorrt();
    }

    /** Options of the provider {@code cuda}; the manifest's, or else ONNX Runtime's, when absent. */
    interface Cuda {
        /** Of device memory for the arena of each session. */
        Optional<MemorySize> gpuMemLimit();

        /** {@code kNextPowerOfTwo} or {@code kSameAsRequested}. */
        Optional<String> arenaExtendStrategy();

        /** {@code EXHAUSTIVE}, {@code HEURISTIC} or {@code DEFAULT}. */
        Optional<String> cudnnConvAlgoSearch();
    }

    /** Options of the provider {@code tensorrt}; the manifest's, or else ONNX Runtime's, when absent. */
    interface TensorRt {
        /** Whether layers may be computed in float16. */
        Optional<Boolean> fp16();

        /** A folder in which engines outlive the process; they are built at every start when absent. */
        Optional<Path> engineCache();

        /** A folder for the timings from which engines are built. */
        Optional<Path> timingCache();

        Profile profile();
    }

    /** Sizes of batches that an engine takes, and the one that it is made for: by the model's batch when absent. */
    interface Profile {
        Optional<Integer> min();

        Optional<Integer> opt();

        Optional<Integer> max();
    }

    /** Studies from the topic. */
    interface Work {
        /** Whether studies are consumed at all; off for a service that answers queries only. */
        @WithDefault("true")
        boolean enabled();

        /** Studies that are worked on at a time: one more than processors keeps all of those busy. */
        @WithDefault("3")
        int studiesInFlight();

        /** Studies that were fetched and wait for a worker, besides those in flight. */
        @WithDefault("4")
        int queue();

        /** Attempts at a study whose location cannot be read for the moment. */
        @WithDefault("4")
        int attempts();

        /** Before the second attempt; doubles each time. */
        @WithDefault("500ms")
        Duration backoff();

        /** Between attempts while the broker is at fault. */
        @WithDefault("2s")
        Duration externalBackoff();
    }

    /** Reading pixels. */
    interface Decode {
        /** Threads that decode slices, for all studies together; as many as there are processors when 0. */
        @WithDefault("0")
        int threads();
    }

    /** Running the model. */
    interface Inference {
        /** Batches that run at a time, of all studies and queries; when 0, as many as keep all processors busy. */
        @WithDefault("0")
        int threads();

        /**
         * Parts of a batch at most, if the model allows for more. When 0, few on processors, where more of them are no
         * faster and keep a query waiting, and as many as the model allows on an accelerator.
         */
        @WithDefault("0")
        int batch();

        /** Prepared parts of one series that wait for the model; one may always wait. */
        @WithDefault("16M")
        MemorySize waiting();
    }

    /** Query-time embedding over HTTP. */
    interface Query {
        /** Queries that are embedded at a time; more are asked to come again. */
        @WithDefault("4")
        int concurrency();

        /** Texts of one request. */
        @WithDefault("256")
        int maxTexts();
    }
}
