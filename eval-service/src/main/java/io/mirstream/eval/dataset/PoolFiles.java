package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import java.util.List;
import java.util.Optional;

/**
 * What a pool's files say, contradictions included.
 *
 * @param generated the other set of captions, where it is there
 */
public record PoolFiles(
        Organ organ, LabelFile labels, SplitFile index, SplitFile queries, Optional<CaptionFile> generated) {
    /** @throws CodedException {@code MALFORMED} where they contradict each other */
    public Pool pool() {
        return new Pool(organ, labels.labels(), index.volumes(), queries.volumes());
    }

    List<SplitFile> splits() {
        return List.of(index, queries);
    }
}
