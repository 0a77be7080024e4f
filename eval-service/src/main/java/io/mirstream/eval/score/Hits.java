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
            Candidates candidates,
            Relevance relevance,
            QuerySelection selection,
            Map<VolumeId, List<VolumeId>> rankings) {
        return selection.of(candidates.pool()).stream()
                .map(query -> of(candidates, relevance, query, rankings.get(query.id())))
                .toList();
    }

    /** Among the pool's own index. */
    public static List<Hits> of(
            Pool pool, Relevance relevance, QuerySelection selection, Map<VolumeId, List<VolumeId>> rankings) {
        return of(Candidates.own(pool), relevance, selection, rankings);
    }

    private static Hits of(Candidates candidates, Relevance relevance, VolumeLabels query, List<VolumeId> ranking) {
        if (ranking == null) {
            throw new IllegalArgumentException(query.id() + " has no ranking");
        }
        if (new HashSet<>(ranking).size() < ranking.size()) {
            throw new IllegalArgumentException(query.id() + " found a volume twice");
        }
        if (!candidates.volumes().containsAll(ranking)) {
            throw new IllegalArgumentException(query.id() + " found what is not in the index");
        }
        return new Hits(
                query.id(),
                ranking.stream()
                        .map(found -> candidates.relevant(relevance, query, found))
                        .toList(),
                relevant(candidates, relevance, query));
    }

    private static int relevant(Candidates candidates, Relevance relevance, VolumeLabels query) {
        return (int) candidates.volumes().stream()
                .filter(volume -> candidates.relevant(relevance, query, volume))
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
