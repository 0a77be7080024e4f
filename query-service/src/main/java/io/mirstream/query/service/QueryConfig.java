package io.mirstream.query.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Configuration of the query-service. */
@ConfigMapping(prefix = "mirstream")
public interface QueryConfig {
    OpenSearch opensearch();

    Embed embed();

    Search query();

    /** The search index' cluster. */
    interface OpenSearch {
        @WithDefault("http://127.0.0.1:29200")
        URI url();

        Optional<String> username();

        Optional<String> password();
    }

    /** The embed-service, which embeds images and texts. */
    interface Embed {
        @WithDefault("http://127.0.0.1:28082")
        URI url();
    }

    /** Search. */
    interface Search {
        /** With fewer vectors than this all are compared, whether asked for or not. */
        @WithDefault("10000")
        long exactBelow();

        /** How long the embed-service may take for one image. */
        @WithDefault("60s")
        Duration embedTimeout();

        /** Searches at a time. */
        @WithDefault("16")
        int concurrency();

        /** Searches that wait for their turn, beside those; more are refused. */
        @WithDefault("64")
        int waiting();

        /** How long one waits for its turn. */
        @WithDefault("10s")
        Duration turnTimeout();
    }
}
