package io.mirstream.embed.work;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How files of images are read. */
@ConfigMapping(prefix = "mirstream.imaging")
public interface ImagingConfig {
    /** Who opens DICOM files: {@code own}, or {@code dcm4che} where the module imaging-dcm4che is on the class path. */
    @WithDefault("own")
    String reader();
}
