package io.mirstream.query.search;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a ranking of series from the neighbours of a query's slices. */
final class SliceVotes {
    private SliceVotes() {}

    /** At most {@code k} series, best first; ties in the order of their UIDs. */
    static List<Neighbour> rank(List<List<Neighbour>> neighbours, Ranking ranking, int k) {
        Map<SeriesKey, Double> scores = new HashMap<>();
        for (List<Neighbour> ofSlice : neighbours) {
            for (Neighbour neighbour : ofSlice) {
                switch (ranking) {
                    case FREQ -> scores.merge(neighbour.series(), 1.0, Double::sum);
                    case MAX -> scores.merge(neighbour.series(), neighbour.similarity(), Math::max);
                    case SUM -> scores.merge(neighbour.series(), neighbour.similarity(), Double::sum);
                }
            }
        }
        return ranked(scores).stream().limit(k).toList();
    }

    /** Best first; ties in the order of their UIDs. */
    static List<Neighbour> ranked(Map<SeriesKey, Double> scores) {
        return scores.entrySet().stream()
                .map(entry -> new Neighbour(entry.getKey(), entry.getValue()))
                .sorted(BEST_FIRST)
                .toList();
    }

    static final Comparator<Neighbour> BEST_FIRST =
            Comparator.comparingDouble(Neighbour::similarity).reversed().thenComparing(Neighbour::series);
}
