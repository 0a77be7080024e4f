package io.mirstream.eval.report;

import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.score.Hits;
import io.mirstream.eval.score.QuerySelection;
import io.mirstream.eval.score.Relevance;
import io.mirstream.eval.score.Scores;
import io.mirstream.eval.score.Scoring;

/** The scores of single queries, which a report has as hits. */
final class ReportScores {
    private ReportScores() {}

    /** In {@link Scoring#CORRECTED}. */
    static Scores of(PoolReport pool, MethodReport method, QuerySelection selection, Relevance relevance) {
        return Scoring.CORRECTED.score(method.queries().stream()
                .filter(query -> selection == QuerySelection.ALL || hasLesion(pool, query))
                .map(query -> new Hits(
                        new VolumeId(query.volume()),
                        query.hits()
                                .get(relevance.label())
                                .chars()
                                .mapToObj(hit -> hit == '1')
                                .toList(),
                        query.relevant().get(relevance.label())))
                .toList());
    }

    private static boolean hasLesion(PoolReport pool, MethodReport.QueryReport query) {
        return pool.volumes().get(query.volume()).flag().orElse(false);
    }
}
