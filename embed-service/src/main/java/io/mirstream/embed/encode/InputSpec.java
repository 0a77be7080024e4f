package io.mirstream.embed.encode;

import io.mirstream.imaging.VolumeGeometry;
import java.util.Optional;

/** What a model wants to see of a series. */
public sealed interface InputSpec permits SlabSpec, GridSpec {
    /** What to look for in a first pass over the slices, before they are reduced. */
    Optional<Foreground> foreground();

    /** @param box to keep, of the slices' own pixels */
    PartBuilder builder(VolumeGeometry geometry, Box box);

    /** Values of one part. */
    int pixels();

    /** Lengths of a part's axes, in the order of the model's tensor; the last two are rows and columns of a slice. */
    long[] shape();
}
