package io.mirstream.eval.report;

import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.replay.Method;
import io.mirstream.eval.score.Candidates;
import io.mirstream.eval.score.Hits;
import io.mirstream.eval.score.Metric;
import io.mirstream.eval.score.PairedDifference;
import io.mirstream.eval.score.QuerySelection;
import io.mirstream.eval.score.Relevance;
import io.mirstream.eval.score.Scores;
import io.mirstream.eval.score.Scoring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the methods of a pool with the best of them, and with the usual one. */
final class Differences {
    static final String BEST = "best";

    /** The plainest of all: one mean vector a volume. */
    static final Method USUAL = Method.VOLUME_AVGPOOLING;

    /** The others say much the same. */
    static final List<Metric> COMPARED =
            List.of(Metric.PRECISION_3, Metric.PRECISION_10, Metric.AVERAGE_PRECISION, Metric.NDCG_10);

    private final Map<Method, List<MethodReport.Difference>> differences = new EnumMap<>(Method.class);

    Differences(Candidates candidates, Map<Method, Map<VolumeId, List<VolumeId>>> rankings) {
        rankings.keySet().forEach(method -> differences.put(method, new ArrayList<>()));
        for (QuerySelection selection : QuerySelection.values()) {
            for (Relevance relevance : Relevance.values()) {
                Map<Method, Scores> scores = new EnumMap<>(Method.class);
                rankings.forEach((method, ofMethod) -> scores.put(
                        method, Scoring.CORRECTED.score(Hits.of(candidates, relevance, selection, ofMethod))));
                if (scores.values().stream().noneMatch(each -> each.queries().isEmpty())) {
                    COMPARED.forEach(metric -> compare(selection, relevance, metric, scores));
                }
            }
        }
    }

    /** In the order of the selections, scores, and what is compared with. */
    List<MethodReport.Difference> of(Method method) {
        return differences.get(method);
    }

    private void compare(QuerySelection selection, Relevance relevance, Metric metric, Map<Method, Scores> scores) {
        Method best = scores.keySet().stream()
                .max(Comparator.comparingDouble(method -> scores.get(method).mean(metric)))
                .orElseThrow();
        String name = metric.name(relevance);
        compare(BEST, best, PoolEvaluation.label(selection), name, metric, scores);
        if (scores.containsKey(USUAL)) {
            compare(USUAL.label(), USUAL, PoolEvaluation.label(selection), name, metric, scores);
        }
    }

    private void compare(
            String to, Method other, String selection, String name, Metric metric, Map<Method, Scores> scores) {
        Map<Method, PairedDifference> found = new LinkedHashMap<>();
        scores.forEach((method, own) -> {
            if (method != other) {
                found.put(method, PairedDifference.of(own, scores.get(other), metric, Report.SEED));
            }
        });
        Map<Method, Double> adjusted = holm(found);
        found.forEach((method, difference) -> differences
                .get(method)
                .add(new MethodReport.Difference(
                        to,
                        other.label(),
                        selection,
                        name,
                        Figure.of(difference.mean()),
                        Figure.of(difference.interval().low()),
                        Figure.of(difference.interval().high()),
                        Figure.of(difference.pValue()),
                        Figure.of(adjusted.get(method)))));
    }

    /** The smallest p times their number, the next times one less, never falling and at most 1. */
    private static Map<Method, Double> holm(Map<Method, PairedDifference> differences) {
        List<Method> byP = differences.keySet().stream()
                .sorted(Comparator.comparingDouble(
                        method -> differences.get(method).pValue()))
                .toList();
        Map<Method, Double> adjusted = new EnumMap<>(Method.class);
        double least = 0;
        for (int rank = 0; rank < byP.size(); rank++) {
            double p = differences.get(byP.get(rank)).pValue();
            least = Math.max(least, Math.min(1, (byP.size() - rank) * p));
            adjusted.put(byP.get(rank), least);
        }
        return adjusted;
    }
}
