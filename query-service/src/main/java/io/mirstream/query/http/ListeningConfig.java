package io.mirstream.query.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the ingestion is listened to. */
@ConfigMapping(prefix = "mirstream.listening")
public interface ListeningConfig {
    /** Listeners at a time; more are refused. Each looks into the index by itself. */
    @WithDefault("16")
    int listeners();

    /** Between two looks for changes. */
    @WithDefault("1s")
    Duration pause();

    /** How long one answer goes on: a key that is taken away hears nothing after it. */
    @WithDefault("10M")
    Duration length();
}
