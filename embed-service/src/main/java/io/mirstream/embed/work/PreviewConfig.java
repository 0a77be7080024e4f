package io.mirstream.embed.work;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Small images of series, made while they are embedded. */
@ConfigMapping(prefix = "mirstream.previews")
public interface PreviewConfig {
    @WithDefault("true")
    boolean enabled();

    /** Slices of one series, evenly spaced; 32 at most. */
    @WithDefault("32")
    int slices();

    /** Of a slice's longer edge; 192 at most. */
    @WithDefault("128")
    int pixels();

    /** Of the coronal image's longer edge; 256 at most. */
    @WithDefault("256")
    int coronalPixels();
}
