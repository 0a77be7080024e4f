package io.mirstream.eval.replay;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import java.util.List;

/**
 * Where vectors are indexed and searched. All but {@link #search} is called by one thread at a time.
 *
 * <p>Every method throws {@link io.mirstream.contracts.error.CodedException} with the code that a service answers with, or
 * {@code BROKER_UNAVAILABLE} or {@code INDEX_UNAVAILABLE} when none does.
 */
public interface Archive extends Searching {
    /** How much of a model is searchable. */
    record Size(long series, long slices) {}

    /** Whether the model has indices. */
    boolean holds(ModelFingerprint model);

    /** Makes a model's indices; live stays what is live. */
    void register(ModelRef model);

    /** May return before the embedding is on its way. */
    void publish(SeriesEmbedding embedding);

    /** Returns once all that was published is on its way. */
    void flush();

    /** What of a model can be searched by now, by callers of the search, too. */
    Size searchable(ModelFingerprint model);

    /** Deletes a model's indices, and takes its embeddings from their topic. */
    void remove(ModelFingerprint model, List<SeriesUid> series);
}
