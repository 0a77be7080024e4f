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

        /** Execution providers in order of preference. One that is absent is an error unless {@code cpu} follows. */
        @WithDefault("cpu")
        List<String> providers();

        /** Threads of one inference. */
        @WithDefault("1")
        int threads();
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
