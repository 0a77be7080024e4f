package io.mirstream.eval.score;

import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import java.util.List;

/** What a pool gives to who looks at no lesion, in closed form. Scores below {@link #SAME_SOURCE} show nothing. */
public enum Baseline {
    /** Volumes in random order. */
    CHANCE {
        @Override
        boolean preferred(VolumeLabels query, Organ source) {
            return true;
        }
    },
    /**
     * Volumes of the query's own task first, both parts in random order: the shortcut of telling scanner and body region,
     * since normals are borrowed from other tasks.
     */
    SAME_SOURCE {
        @Override
        boolean preferred(VolumeLabels query, Organ source) {
            return query.source() == source;
        }
    };

    /** Expected scores of each selected query; precision is that of {@link Scoring#CORRECTED}. */
    public Scores expected(Candidates candidates, Relevance relevance, QuerySelection selection) {
        return new Scores(selection.of(candidates.pool()).stream()
                .map(query -> new Scores.OfQuery(
                        query.id(), order(candidates, relevance, query).expected()))
                .toList());
    }

    /** Among the pool's own index. */
    public Scores expected(Pool pool, Relevance relevance, QuerySelection selection) {
        return expected(Candidates.own(pool), relevance, selection);
    }

    abstract boolean preferred(VolumeLabels query, Organ source);

    private RandomOrder order(Candidates candidates, Relevance relevance, VolumeLabels query) {
        int[] size = new int[2];
        int[] relevant = new int[2];
        for (VolumeId volume : candidates.volumes()) {
            int part = preferred(query, candidates.source(volume)) ? 0 : 1;
            size[part]++;
            relevant[part] += candidates.relevant(relevance, query, volume) ? 1 : 0;
        }
        return new RandomOrder(
                List.of(new RandomOrder.Part(size[0], relevant[0]), new RandomOrder.Part(size[1], relevant[1])));
    }
}
