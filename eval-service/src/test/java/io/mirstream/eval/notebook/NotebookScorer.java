package io.mirstream.eval.notebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The notebooks' scorer once more, from its description and as pandas computes it: a frame with a row a query and a column a
 * rank, of numbers and the text {@code NA}; a mean over columns leaves out each one that is not of numbers alone.
 */
public final class NotebookScorer {
    private static final int RANKS = 10;

    private NotebookScorer() {}

    /** @param relevant 1 and 0 by rank, a row a query; rows may be short */
    public static Map<String, Double> score(int[][] relevant) {
        List<Object[]> frame = new ArrayList<>();
        for (int rank = 0; rank < RANKS; rank++) {
            Object[] column = new Object[relevant.length];
            for (int query = 0; query < relevant.length; query++) {
                column[query] = rank < relevant[query].length ? (Object) (double) relevant[query][rank] : "NA";
            }
            frame.add(column);
        }
        double[] three = rowMeans(frame.subList(0, 3), relevant.length);
        double[] five = rowMeans(frame.subList(0, 5), relevant.length);
        frame.add(Arrays.stream(five).boxed().toArray());
        double[] ten = rowMeans(frame, relevant.length);
        double[] precision = Arrays.stream(relevant)
                .mapToDouble(NotebookScorer::averagePrecision)
                .toArray();
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("p@3", mean(three));
        scores.put("p@5", mean(five));
        scores.put("p@10", mean(ten));
        scores.put("avg_precision", mean(precision));
        return scores;
    }

    private static double[] rowMeans(List<Object[]> columns, int rows) {
        List<Object[]> numeric = columns.stream()
                .filter(column -> Arrays.stream(column).noneMatch(value -> Objects.equals(value, "NA")))
                .toList();
        double[] means = new double[rows];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            int counted = 0;
            for (Object[] column : numeric) {
                double value = (Double) column[row];
                if (!Double.isNaN(value)) {
                    sum += value;
                    counted++;
                }
            }
            means[row] = counted == 0 ? Double.NaN : sum / counted;
        }
        return means;
    }

    /** Steps of the precision-recall curve, as scikit-learn sums them, where scores descend. */
    private static double averagePrecision(int[] relevant) {
        int[] first = Arrays.copyOf(relevant, Math.min(RANKS, relevant.length));
        int positives = Arrays.stream(first).sum();
        double area = 0;
        double recallBefore = 0;
        for (int threshold = 1; threshold <= first.length; threshold++) {
            int truePositives = Arrays.stream(first, 0, threshold).sum();
            double recall = positives == 0 ? 0 : (double) truePositives / positives;
            area += (recall - recallBefore) * truePositives / threshold;
            recallBefore = recall;
        }
        return area;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
