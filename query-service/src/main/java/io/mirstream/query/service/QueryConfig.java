package io.mirstream.query.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configuration of the query-service. */
@ConfigMapping(prefix = "mirstream")
public interface QueryConfig {
    OpenSearch opensearch();

    Search query();

    /** The search index' cluster. */
    interface OpenSearch {
        @WithDefault("http://127.0.0.1:29200")
        URI url();

        Optional<String> username();

        Optional<String> password();
    }

    /** A program that shows series. */
    interface Viewer {
        /** Of http, https or weasis, with {studyUid} and {seriesUid}. */
        String url();
    }

    /** Search. */
    interface Search {
        /** By the name that their links have. */
        Map<String, Viewer> viewers();

        /** With fewer vectors than this all are compared, whether asked for or not. */
        @WithDefault("10000")
        long exactBelow();

        /** The embed-services, which embed images and texts; of these the one is asked that runs the searched model. */
        @WithDefault("http://127.0.0.1:28082")
        List<URI> embed();

        /** How long searches may go on going to the model that was live before, and how old their counts of vectors may be. */
        @WithDefault("1s")
        Duration liveCache();

        /** MiB for slices that late interaction compared, which it may compare again; 0 for none. */
        @WithDefault("48")
        int sliceCacheMib();

        /** How long an embed-service is taken to run the model that it said. */
        @WithDefault("10s")
        Duration embedCache();

        /** How long the embed-service may take for one image. */
        @WithDefault("60s")
        Duration embedTimeout();

        /** Evaluations that are kept to be read, the newest; 0 for none, and then the broker is not asked for them. */
        @WithDefault("50")
        int evaluations();

        /** Where an eval-service serves them as pages to browsers, with {id}; the web page links to it. */
        Optional<String> reportUrl();

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
