package io.mirstream.embed.work;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where studies may lie. */
@ConfigMapping(prefix = "mirstream.locations")
public interface LocationConfig {
    /** Absolute folders that {@code file:} locations may lie under; nothing is allowed when absent. */
    Optional<List<Path>> roots();
}
