package io.mirstream.query.search;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import java.util.List;
import java.util.Optional;

/**
 * The models that can be searched by. What is answered may be as old as the implementation says, and is good for one search
 * from its beginning to its end.
 *
 * <p>Every method throws {@link io.mirstream.contracts.error.CodedException} with {@code INDEX_UNAVAILABLE}, {@code
 * INDEX_BUSY} or {@code INDEX_MAPPING_MISMATCH}.
 */
public interface IndexedModels {
    /** What a model's index is there for. */
    enum Role {
        /** Searched unless another is asked for. */
        LIVE,
        /** Was live before. */
        PREVIOUS,
        /** Is being filled. */
        CANDIDATE
    }

    /** A model that has an index. */
    record Indexed(ModelRef model, Role role) {}

    List<Indexed> all();

    /** Empty when nothing was ever indexed. */
    Optional<ModelFingerprint> liveFingerprint();

    /** The index of the live model. */
    VectorSearch live();

    /**
     * The index of a model by its id or fingerprint.
     *
     * @throws io.mirstream.contracts.error.CodedException {@code MODEL_UNKNOWN}; {@code QUERY_INVALID} when several models
     *     have this id
     */
    VectorSearch of(String idOrFingerprint);
}
