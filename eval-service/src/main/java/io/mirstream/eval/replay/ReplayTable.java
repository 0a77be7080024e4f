package io.mirstream.eval.replay;

import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.score.Baseline;
import io.mirstream.eval.score.Interval;
import io.mirstream.eval.score.Metric;
import io.mirstream.eval.score.Relevance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Precision at 3, as the notebooks print it, above what looking at no lesion would give. */
public final class ReplayTable {
    private ReplayTable() {}

    public static List<String> lines(Map<Organ, Map<Method, ReplayScores>> scores) {
        List<String> lines = new ArrayList<>();
        lines.add(row("", "", "stage P@3", "flag P@3"));
        scores.forEach((organ, byMethod) -> {
            byMethod.forEach((method, ofMethod) -> lines.add(line(organ, method, ofMethod)));
            Pool pool = byMethod.values().iterator().next().pool();
            lines.add(line(organ, "chance", Baseline.CHANCE, pool));
            lines.add(line(organ, "same source", Baseline.SAME_SOURCE, pool));
        });
        return lines;
    }

    private static String line(Organ organ, Method method, ReplayScores scores) {
        String name = method.label() + (method.isOracle() ? " (oracle)" : "");
        return row(organ.label(), name, cell(scores, Relevance.GROUP), cell(scores, Relevance.FLAG));
    }

    private static String cell(ReplayScores scores, Relevance relevance) {
        Interval interval = scores.interval(relevance, Metric.PRECISION_3);
        return String.format(
                Locale.ROOT,
                "%.3f  [%.3f, %.3f]",
                scores.mean(relevance, Metric.PRECISION_3),
                interval.low(),
                interval.high());
    }

    private static String line(Organ organ, String name, Baseline baseline, Pool pool) {
        return row(organ.label(), name, cell(baseline, pool, Relevance.GROUP), cell(baseline, pool, Relevance.FLAG));
    }

    private static String cell(Baseline baseline, Pool pool, Relevance relevance) {
        return String.format(Locale.ROOT, "%.3f", ReplayScores.expected(baseline, pool, relevance, Metric.PRECISION_3));
    }

    private static String row(String organ, String method, String stage, String flag) {
        return String.format(Locale.ROOT, "%-9s %-21s  %-22s  %s", organ, method, stage, flag)
                .stripTrailing();
    }
}
