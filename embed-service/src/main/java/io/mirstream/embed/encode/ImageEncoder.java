package io.mirstream.embed.encode;

import io.mirstream.contracts.event.ModelRef;
import java.util.List;

/** A model that turns parts of a series into vectors. Safe for use by many threads. */
public interface ImageEncoder extends AutoCloseable {
    ModelRef model();

    InputSpec input();

    /** Which vectors of a series are kept. */
    default Aggregate aggregate() {
        return Aggregate.SLICES;
    }

    /**
     * One vector a part, or one for all of them, of the model's dimension, normalised to length 1 where the model does so.
     *
     * @param parts all of one series: some models look at the values of all of them
     */
    List<float[]> encode(List<Part> parts);

    @Override
    void close();
}
