package io.mirstream.embed.preview;

import io.mirstream.imaging.VolumeGeometry;
import java.util.concurrent.Executor;

/** Makes previews of series. */
public final class Previewer {
    private final PreviewSpec spec;
    private final Executor compressors;

    /** @param compressors of images, beside the thread that hands over slices */
    public Previewer(PreviewSpec spec, Executor compressors) {
        this.spec = spec;
        this.compressors = compressors;
    }

    public PreviewBuilder of(VolumeGeometry geometry) {
        return new PreviewBuilder(spec, geometry, compressors);
    }
}
