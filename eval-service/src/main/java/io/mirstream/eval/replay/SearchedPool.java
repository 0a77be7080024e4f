package io.mirstream.eval.replay;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A pool where it is searched.
 *
 * @param queries the series that stands for each query
 * @param words what is said of each query; not of all queries, and of none where no text can be embedded
 * @param among the collections that each gallery is made of
 * @param volumes what each series is that can be found in any of them
 */
public record SearchedPool(
        Pool pool,
        Map<VolumeId, SeriesUid> queries,
        Map<VolumeId, QueryWords> words,
        Map<Gallery, List<CollectionName>> among,
        Map<SeriesUid, VolumeId> volumes) {
    public SearchedPool {
        queries = Map.copyOf(queries);
        words = Map.copyOf(words);
        among = new EnumMap<>(among);
        volumes = Map.copyOf(volumes);
    }

    /** @throws IllegalArgumentException for a series that is in no gallery of the pool */
    VolumeId found(SeriesUid series) {
        VolumeId volume = volumes.get(series);
        if (volume == null) {
            throw new IllegalArgumentException("a search found what is not in its collections");
        }
        return volume;
    }
}
