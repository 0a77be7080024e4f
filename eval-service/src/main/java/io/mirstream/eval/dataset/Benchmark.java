package io.mirstream.eval.dataset;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The four pools. */
public record Benchmark(Map<Organ, Pool> pools) {
    public Benchmark {
        if (pools.size() != Organ.values().length) {
            throw new IllegalArgumentException("the benchmark has a pool for each of the four organs");
        }
        pools = new EnumMap<>(pools);
    }

    public Pool pool(Organ organ) {
        return pools.get(organ);
    }

    /**
     * The gallery of a search over all anatomies at once, as a hospital's archive is (Khun Jush et al., arXiv 2507.17412):
     * what is in any pool's index and a query of none. Borrowed volumes recur, so that a pool's query may be in the index of
     * another pool.
     */
    public List<VolumeId> pooledGallery() {
        return pooledGallery(pools.values());
    }

    /** The same of some pools. */
    public static List<VolumeId> pooledGallery(Collection<Pool> pools) {
        Set<VolumeId> queries =
                pools.stream().flatMap(pool -> pool.queries().stream()).collect(Collectors.toSet());
        Set<VolumeId> gallery = new TreeSet<>();
        pools.forEach(pool -> gallery.addAll(pool.index()));
        gallery.removeAll(queries);
        return List.copyOf(gallery);
    }
}
