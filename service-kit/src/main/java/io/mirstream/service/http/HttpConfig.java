package io.mirstream.service.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of requests that the framework does not have. */
@ConfigMapping(prefix = "mirstream.http")
public interface HttpConfig {
    /** How long the whole body of a request may take to come. */
    @WithDefault("5M")
    Duration bodyTimeout();
}
