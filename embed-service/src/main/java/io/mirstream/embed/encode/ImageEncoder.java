package io.mirstream.embed.encode;

import io.mirstream.contracts.event.ModelRef;
import java.util.List;

/** A model that turns slabs into vectors. Safe for use by many threads. */
public interface ImageEncoder extends AutoCloseable {
    ModelRef model();

    SlabSpec input();

    /** How many slabs one call takes at most. */
    int maxBatch();

    /** One vector a slab, of the model's dimension, normalised to length 1 where the model does so. */
    List<float[]> encode(List<Slab> slabs);

    @Override
    void close();
}
