package io.mirstream.ingest.index;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The indices of all models.
 *
 * <p>Every method throws {@link io.mirstream.contracts.error.CodedException} with {@code INDEX_UNAVAILABLE}, {@code
 * INDEX_BUSY} or {@code INDEX_MAPPING_MISMATCH}.
 */
public interface ModelIndices {
    /**
     * How things stood at one moment.
     *
     * @param models that have indices
     * @param removed that had indices, and must not get new ones by themselves
     * @param live whose index searches go to
     */
    record Known(
            Map<ModelFingerprint, ModelRef> models, Set<ModelFingerprint> removed, Optional<ModelFingerprint> live) {
        public Known {
            models = Map.copyOf(models);
            removed = Set.copyOf(removed);
        }
    }

    Known known();

    /** Makes what is missing of a model's indices, and verifies the rest. */
    void make(ModelRef model);

    VectorIndex of(ModelRef model);
}
