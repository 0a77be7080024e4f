package io.mirstream.eval.score;

import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * A query's ranking, judged.
 *
 * @param ranked whether each found volume is relevant, best first
 * @param relevant volumes of the gallery that could be found
 */
public record Hits(VolumeId query, List<Boolean> ranked, int relevant) {
    public Hits {
        ranked = List.copyOf(ranked);
        if (relevant < ranked.stream().filter(hit -> hit).count()) {
            throw new IllegalArgumentException("more relevant volumes were found than there are");
        }
    }

    /**
     * Of each query that is selected, in the order of the pool.
     *
     * @param rankings of each of them the volumes that were found, best first; may be short or empty
     * @throws IllegalArgumentException for a ranking that is missing, has a volume twice, or one that is not in the index
     */
    public static List<Hits> of(
            Pool pool, Relevance relevance, QuerySelection selection, Map<VolumeId, List<VolumeId>> rankings) {
        return selection.of(pool).stream()
                .map(query -> of(pool, relevance, query, rankings.get(query.id())))
                .toList();
    }

    private static Hits of(Pool pool, Relevance relevance, VolumeLabels query, List<VolumeId> ranking) {
        if (ranking == null) {
            throw new IllegalArgumentException(query.id() + " has no ranking");
        }
        if (new HashSet<>(ranking).size() < ranking.size()) {
            throw new IllegalArgumentException(query.id() + " found a volume twice");
        }
        if (!new HashSet<>(pool.index()).containsAll(ranking)) {
            throw new IllegalArgumentException(query.id() + " found what is not in the index");
        }
        return new Hits(
                query.id(),
                ranking.stream()
                        .map(found -> relevance.relevant(query, pool.labels(found)))
                        .toList(),
                relevant(pool, relevance, query));
    }

    static int relevant(Pool pool, Relevance relevance, VolumeLabels query) {
        return (int) pool.index().stream()
                .filter(volume -> relevance.relevant(query, pool.labels(volume)))
                .count();
    }

    /** Hits in the first {@code count}, or in all if there are fewer. */
    int in(int count) {
        return (int) ranked.stream().limit(count).filter(hit -> hit).count();
    }

    int length() {
        return ranked.size();
    }

    boolean at(int rank) {
        return ranked.get(rank - 1);
    }
}
