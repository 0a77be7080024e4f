package io.mirstream.eval.report;

import io.mirstream.eval.score.Metric;
import io.mirstream.eval.score.Relevance;
import java.util.List;

/**
 * A score that renderings show before all others, in {@code corrected}.
 *
 * @param selection {@code all} or {@code lesions}
 * @param score its name in the report
 * @param title for people
 */
record Headline(String selection, String score, String title) {
    static final String SCORING = "corrected";

    /** Whether similar lesions are found: what no shortcut tells. */
    static final Headline STAGE =
            new Headline("lesions", Metric.PRECISION_3.name(Relevance.GROUP), "Stage P@3, queries with a lesion");

    static final Headline FLAG = new Headline("all", Metric.PRECISION_3.name(Relevance.FLAG), "Flag P@3, all queries");

    /** The first two have plots. */
    static final List<Headline> ALL = List.of(
            STAGE,
            FLAG,
            stage(Metric.PRECISION_10, "Stage P@10"),
            stage(Metric.AVERAGE_PRECISION, "Stage AP"),
            stage(Metric.NDCG_10, "Stage nDCG@10"),
            stage(Metric.RECALL_10, "Stage recall@10"),
            stage(Metric.RECIPROCAL_RANK_10, "Stage MRR"));

    private static Headline stage(Metric metric, String title) {
        return new Headline("lesions", metric.name(Relevance.GROUP), title + ", queries with a lesion");
    }

    /** {@code Stage P@10}. */
    String brief() {
        return title.substring(0, title.indexOf(','));
    }

    MethodReport.Score of(MethodReport method) {
        return method.score(selection, SCORING, score);
    }

    /** {@code 0.500 [0.333, 0.667]}. */
    String cell(MethodReport method) {
        MethodReport.Score found = of(method);
        return Figure.text(found.mean()) + " " + Figure.interval(found.low(), found.high());
    }

    String cell(PoolReport pool, String baseline) {
        return Figure.text(pool.baseline(baseline, selection, score));
    }
}
