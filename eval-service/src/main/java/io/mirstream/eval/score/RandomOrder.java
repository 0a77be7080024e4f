package io.mirstream.eval.score;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A ranking of two parts, one behind the other, each in random order. Its expected scores are sums, not simulations.
 *
 * @param parts two; either may be empty
 */
record RandomOrder(List<Part> parts) {
    /**
     * @param size volumes
     * @param relevant how many of them are relevant
     */
    record Part(int size, int relevant) {}

    Map<Metric, Double> expected() {
        int depth = Math.min(Metric.DEPTH, size());
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.PRECISION_3, precision(3));
        values.put(Metric.PRECISION_5, precision(5));
        values.put(Metric.PRECISION_10, precision(10));
        values.put(Metric.RECALL_3, recall(3));
        values.put(Metric.RECALL_5, recall(5));
        values.put(Metric.RECALL_10, recall(10));
        double gain = 0;
        for (int rank = 1; rank <= depth; rank++) {
            gain += hit(rank) * Scoring.discount(rank);
        }
        values.put(Metric.NDCG_10, relevant() == 0 ? 0 : gain / Scoring.bestGain(relevant()));
        values.put(Metric.AVERAGE_PRECISION, averagePrecision(depth));
        values.put(Metric.RECIPROCAL_RANK_10, reciprocalRank(depth));
        return values;
    }

    /** Probability that the volume at a rank is relevant. */
    private double hit(int rank) {
        Part part = rank <= parts.getFirst().size() ? parts.getFirst() : parts.getLast();
        return (double) part.relevant() / part.size();
    }

    private double hits(int count) {
        double hits = 0;
        for (int rank = 1; rank <= Math.min(count, size()); rank++) {
            hits += hit(rank);
        }
        return hits;
    }

    private double precision(int k) {
        return hits(k) / Math.max(1, Math.min(k, size()));
    }

    private double recall(int k) {
        return relevant() == 0 ? 0 : hits(k) / relevant();
    }

    /** Over all numbers of hits that the two parts may have in the first ranks. */
    private double averagePrecision(int depth) {
        int first = Math.min(depth, parts.getFirst().size());
        int second = depth - first;
        double expected = 0;
        for (int a = 0; a <= first; a++) {
            for (int b = 0; b <= second; b++) {
                double probability = drawn(parts.getFirst(), first, a) * drawn(parts.getLast(), second, b);
                expected += probability == 0 ? 0 : probability * averagePrecision(first, a, second, b);
            }
        }
        return expected;
    }

    /** Given {@code a} hits at random among the first ranks, and {@code b} among those behind them. */
    private static double averagePrecision(int first, int a, int second, int b) {
        double sum = 0;
        for (int rank = 1; rank <= first + second; rank++) {
            if (rank <= first) {
                sum += share(a, first) * (1 + (rank - 1) * share(a - 1, first - 1)) / rank;
            } else {
                sum += share(b, second) * (1 + a + (rank - first - 1) * share(b - 1, second - 1)) / rank;
            }
        }
        return a + b == 0 ? 0 : sum / (a + b);
    }

    private static double share(int part, int whole) {
        return whole <= 0 ? 0 : (double) part / whole;
    }

    /** Hypergeometric: that of {@code ranks} volumes drawn from a part, {@code hits} are relevant. */
    private static double drawn(Part part, int ranks, int hits) {
        return choose(part.relevant(), hits)
                * choose(part.size() - part.relevant(), ranks - hits)
                / choose(part.size(), ranks);
    }

    /** At most 10 of a pool: far from the limits of double. */
    private static double choose(int from, int count) {
        double ways = 1;
        for (int i = 0; i < count; i++) {
            ways *= (double) (from - i) / (i + 1);
        }
        return count > from ? 0 : ways;
    }

    private double reciprocalRank(int depth) {
        double expected = 0;
        double noneBefore = 1;
        for (int rank = 1; rank <= depth; rank++) {
            boolean inFirst = rank <= parts.getFirst().size();
            Part part = inFirst ? parts.getFirst() : parts.getLast();
            int left = part.size()
                    - (inFirst ? rank - 1 : rank - 1 - parts.getFirst().size());
            double hit = Math.min(1, (double) part.relevant() / left);
            expected += noneBefore * hit / rank;
            noneBefore *= 1 - hit;
        }
        return expected;
    }

    private int size() {
        return parts.getFirst().size() + parts.getLast().size();
    }

    private int relevant() {
        return parts.getFirst().relevant() + parts.getLast().relevant();
    }
}
