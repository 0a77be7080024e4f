package io.mirstream.eval.score;

import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeLabels;
import java.util.List;

/** Which queries count. */
public enum QuerySelection {
    /** As in the notebooks. */
    ALL,
    /**
     * Those with a lesion. Most of the others come from another source, by which they are told without looking for a
     * lesion: with {@link Relevance#GROUP}, only these say whether similar lesions are found.
     */
    LESIONS;

    List<VolumeLabels> of(Pool pool) {
        return pool.queries().stream()
                .map(pool::labels)
                .filter(query -> this == ALL || query.flag())
                .toList();
    }
}
