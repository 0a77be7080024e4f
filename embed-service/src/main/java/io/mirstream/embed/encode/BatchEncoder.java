package io.mirstream.embed.encode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** An encoder whose batches are filled by others, with parts of whichever series. Safe for use by many threads. */
public interface BatchEncoder extends ImageEncoder {
    /** Tensors of one batch at most. */
    int maxBatch();

    /** Whether a batch that is not full costs as much as a full one. */
    default boolean isBatchFixed() {
        return false;
    }

    /**
     * What the model takes of each part, by index; made when asked for, so that not all of them are held.
     *
     * @param parts all of one series: some models look at the values of all of them
     * @return float32, as they lie in the model's tensor; read only, since it may be the part itself
     */
    IntFunction<float[]> tensors(List<Part> parts);

    /**
     * One vector a tensor, of the model's dimension, normalised to length 1 where the model does so.
     *
     * @param tensors 1 to {@link #maxBatch()}
     * @throws io.mirstream.contracts.error.CodedException {@code INTERNAL} when the model fails, or gives what is not finite
     */
    List<float[]> run(List<float[]> tensors);

    /**
     * What becomes of the vectors when all of a series are there: the same, but for a model that looks at them together.
     *
     * @param vectors one a part
     * @return one a part, or one for all of them
     */
    default List<float[]> together(List<Part> parts, List<float[]> vectors) {
        return vectors;
    }

    /** On the calling thread, with no tensor of another series. */
    @Override
    default List<float[]> encode(List<Part> parts) {
        IntFunction<float[]> tensors = tensors(parts);
        List<float[]> vectors = new ArrayList<>(parts.size());
        List<float[]> batch = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            batch.add(tensors.apply(i));
            if (batch.size() == maxBatch() || i + 1 == parts.size()) {
                vectors.addAll(run(batch));
                batch.clear();
            }
        }
        return together(parts, vectors);
    }
}
