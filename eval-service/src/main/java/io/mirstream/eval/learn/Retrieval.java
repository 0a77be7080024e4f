package io.mirstream.eval.learn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * What examples that were held out find, by the cosine. With labels they ask among those that were learned from, as queries
 * ask an index later: for what has their label, of all that is in their pool. Without, texts ask among the images that were
 * held out, for those of their own patient or study.
 *
 * @param split of examples
 * @param labelled whether there are labels to ask for
 */
record Retrieval(Folds.Split split, boolean labelled) {
    private static final int FIRST = 3;

    /** Those that were held out, have a label where that is asked for, and a text where that asks. */
    List<Example> queries(boolean byText) {
        return split.heldOut().stream()
                .filter(each -> !labelled || each.classLabel().isPresent())
                .filter(each -> !byText || each.text().isPresent())
                .toList();
    }

    /**
     * Of each query whether what it finds is like it, nearest first.
     *
     * @param asking vectors of who asks
     * @param found vectors of what is found
     */
    List<boolean[]> hits(List<Example> queries, Function<Example, double[]> asking, Function<Example, double[]> found) {
        List<Candidate> candidates = (labelled ? split.learned() : split.heldOut())
                .stream().map(each -> new Candidate(each, found.apply(each))).toList();
        return queries.stream()
                .map(query -> hits(query, asking.apply(query), candidates))
                .toList();
    }

    private record Candidate(Example example, double[] vector) {}

    private boolean[] hits(Example query, double[] vector, List<Candidate> candidates) {
        List<Example> ranked = candidates.stream()
                .filter(each -> !labelled || each.example().labels().containsKey(query.pool()))
                .sorted(Comparator.comparingDouble((Candidate each) -> -Linear.cosine(vector, each.vector()))
                        .thenComparing(each -> each.example().name()))
                .map(Candidate::example)
                .toList();
        boolean[] hits = new boolean[ranked.size()];
        for (int rank = 0; rank < hits.length; rank++) {
            Example found = ranked.get(rank);
            hits[rank] = labelled ? found.isLike(query) : found.kin().equals(query.kin());
        }
        return hits;
    }

    /** Precision at 3 with labels; average precision without, as most have one image to find. */
    double score(boolean[] hits) {
        return labelled ? precision(hits) : averagePrecision(hits);
    }

    /** Expected of {@link #score} in random order. */
    double chance(boolean[] hits) {
        double size = Math.max(1, hits.length);
        if (labelled) {
            return count(hits) / size;
        }
        double harmonic = 0;
        for (int rank = 1; rank <= hits.length; rank++) {
            harmonic += 1.0 / rank;
        }
        double others = (count(hits) - 1) / Math.max(1, size - 1);
        return (harmonic + (size - harmonic) * others) / size;
    }

    /** Share of hits in the first 3. */
    private static double precision(boolean[] hits) {
        int first = Math.min(FIRST, hits.length);
        return (double) count(Arrays.copyOf(hits, first)) / Math.max(1, first);
    }

    /** Precision at each hit, averaged over all there are: it looks at the whole ranking, and so is steadier. */
    static double averagePrecision(boolean[] hits) {
        double sum = 0;
        int found = 0;
        for (int rank = 0; rank < hits.length; rank++) {
            if (hits[rank]) {
                found++;
                sum += (double) found / (rank + 1);
            }
        }
        return sum / Math.max(1, found);
    }

    private static int count(boolean[] hits) {
        int count = 0;
        for (boolean hit : hits) {
            count += hit ? 1 : 0;
        }
        return count;
    }
}
