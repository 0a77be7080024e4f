package io.mirstream.eval.score;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How precision is counted. The other metrics are the same in all. */
public enum Scoring {
    /**
     * What the released notebooks print (under pandas 1.5). Precision at 10 has the column of precision at 5 averaged in as
     * an eleventh rank. Ranks that any one query lacks are left out for all queries; of a query that found nothing nothing is
     * left, and all are NaN.
     */
    REFERENCE {
        @Override
        Map<Metric, Double> precisions(Hits hits, int shortest) {
            double five = meanOfFirst(hits, Math.min(5, shortest));
            Map<Metric, Double> values = new EnumMap<>(Metric.class);
            values.put(Metric.PRECISION_3, meanOfFirst(hits, Math.min(3, shortest)));
            values.put(Metric.PRECISION_5, five);
            values.put(Metric.PRECISION_10, (hits.in(shortest) + five) / (shortest + 1));
            return values;
        }
    },
    /** Over the first k, or all if fewer were found; 0 for none. */
    CORRECTED {
        @Override
        Map<Metric, Double> precisions(Hits hits, int shortest) {
            return over(hits, k -> Math.max(1, Math.min(k, hits.length())));
        }
    },
    /** Over k: what was not found is a miss. */
    MISSING_AS_ZERO {
        @Override
        Map<Metric, Double> precisions(Hits hits, int shortest) {
            return over(hits, k -> k);
        }
    };

    /** Of all queries, whose shortest ranking matters to {@link #REFERENCE}. */
    public Scores score(List<Hits> judged) {
        int shortest = judged.stream().mapToInt(Hits::length).min().orElse(0);
        return new Scores(judged.stream()
                .map(hits -> score(hits, Math.min(Metric.DEPTH, shortest)))
                .toList());
    }

    abstract Map<Metric, Double> precisions(Hits hits, int shortest);

    private Scores.OfQuery score(Hits hits, int shortest) {
        Map<Metric, Double> values = new EnumMap<>(precisions(hits, shortest));
        values.put(Metric.AVERAGE_PRECISION, averagePrecision(hits));
        values.put(Metric.NDCG_10, ndcg(hits));
        values.put(Metric.RECALL_3, recall(hits, 3));
        values.put(Metric.RECALL_5, recall(hits, 5));
        values.put(Metric.RECALL_10, recall(hits, 10));
        values.put(Metric.RECIPROCAL_RANK_10, reciprocalRank(hits));
        return new Scores.OfQuery(hits.query(), values);
    }

    /** NaN of none, as of an empty frame. */
    private static double meanOfFirst(Hits hits, int count) {
        return (double) hits.in(count) / count;
    }

    private interface Denominator {
        int of(int k);
    }

    private static Map<Metric, Double> over(Hits hits, Denominator denominator) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.PRECISION_3, (double) hits.in(3) / denominator.of(3));
        values.put(Metric.PRECISION_5, (double) hits.in(5) / denominator.of(5));
        values.put(Metric.PRECISION_10, (double) hits.in(10) / denominator.of(10));
        return values;
    }

    /** Of scikit-learn's average_precision_score, given the first 10 as all there is. */
    private static double averagePrecision(Hits hits) {
        double sum = 0;
        int found = 0;
        for (int rank = 1; rank <= Math.min(Metric.DEPTH, hits.length()); rank++) {
            if (hits.at(rank)) {
                found++;
                sum += (double) found / rank;
            }
        }
        return found == 0 ? 0 : sum / found;
    }

    private static double ndcg(Hits hits) {
        double gain = 0;
        for (int rank = 1; rank <= Math.min(Metric.DEPTH, hits.length()); rank++) {
            gain += hits.at(rank) ? discount(rank) : 0;
        }
        return hits.relevant() == 0 ? 0 : gain / bestGain(hits.relevant());
    }

    private static double recall(Hits hits, int k) {
        return hits.relevant() == 0 ? 0 : (double) hits.in(k) / hits.relevant();
    }

    private static double reciprocalRank(Hits hits) {
        for (int rank = 1; rank <= Math.min(Metric.DEPTH, hits.length()); rank++) {
            if (hits.at(rank)) {
                return 1.0 / rank;
            }
        }
        return 0;
    }

    static double bestGain(int relevant) {
        double gain = 0;
        for (int rank = 1; rank <= Math.min(Metric.DEPTH, relevant); rank++) {
            gain += discount(rank);
        }
        return gain;
    }

    static double discount(int rank) {
        return 1 / (Math.log(rank + 1.0) / Math.log(2));
    }
}
