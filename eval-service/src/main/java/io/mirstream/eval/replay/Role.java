package io.mirstream.eval.replay;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.eval.dataset.Organ;

/** What a volume of a pool is there for, and with it the collection. */
enum Role {
    /** To be found in the pool's own gallery and in that of all pools. */
    BOTH(""),
    /** To be found in the pool's own gallery alone: a query somewhere, or in another pool's part of the common gallery. */
    OWN("-own"),
    /** To be asked for; never searched. */
    QUERY("-queries");

    private final String suffix;

    Role(String suffix) {
        this.suffix = suffix;
    }

    /** {@code replay-<id>-liver}, and what the role adds to it. */
    CollectionName collection(String replay, Organ pool) {
        return new CollectionName(CollectionName.REPLAY_PREFIX + replay + "-" + pool.label() + suffix);
    }
}
