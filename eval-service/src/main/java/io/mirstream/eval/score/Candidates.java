package io.mirstream.eval.score;

import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the queries of a pool are searched among. A volume of another organ's pool that this one has no labels for is no hit
 * of any query: what is asked for is a lesion of the pool's organ, or an organ that was looked at and has none.
 */
public final class Candidates {
    private final Pool pool;
    private final Map<VolumeId, VolumeLabels> labels = new HashMap<>();
    private final Map<VolumeId, Organ> sources = new LinkedHashMap<>();

    private Candidates(Pool pool) {
        this.pool = pool;
        pool.labels().forEach(each -> labels.put(each.id(), each));
    }

    /** The pool's own index, as in 3D-MIR. */
    public static Candidates own(Pool pool) {
        Candidates own = new Candidates(pool);
        pool.index()
                .forEach(volume -> own.sources.put(volume, pool.labels(volume).source()));
        return own;
    }

    /** {@link Benchmark#pooledGallery}, for the queries of one organ. */
    public static Candidates pooled(Benchmark benchmark, Organ organ) {
        Map<VolumeId, Organ> all = new HashMap<>();
        benchmark.pools().values().forEach(pool -> pool.labels().forEach(each -> all.put(each.id(), each.source())));
        Candidates pooled = new Candidates(benchmark.pool(organ));
        benchmark.pooledGallery().forEach(volume -> pooled.sources.put(volume, all.get(volume)));
        return pooled;
    }

    public Pool pool() {
        return pool;
    }

    public Set<VolumeId> volumes() {
        return Collections.unmodifiableSet(sources.keySet());
    }

    /** The task that a candidate comes from. */
    public Organ source(VolumeId candidate) {
        return sources.get(candidate);
    }

    /** What the pool says of a volume; empty for one of another organ's pool. */
    public Optional<VolumeLabels> labels(VolumeId volume) {
        return Optional.ofNullable(labels.get(volume));
    }

    boolean relevant(Relevance relevance, VolumeLabels query, VolumeId found) {
        return labels(found).filter(known -> relevance.relevant(query, known)).isPresent();
    }
}
