package io.mirstream.eval.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.mirstream.eval.report.MethodReport;
import io.mirstream.eval.report.PoolReport;
import io.mirstream.eval.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The newest scores, and what became of replays. */
final class EvaluationMeters {
    /** Of a scheduled replay. */
    enum Outcome {
        PASSED,
        /** A score fell below the baseline. */
        FELL,
        /** There is no report. */
        FAILED
    }

    private static final String SCORING = "corrected";

    private final MeterRegistry registry;
    private final MultiGauge scores;

    EvaluationMeters(MeterRegistry registry) {
        this.registry = registry;
        scores = MultiGauge.builder("mirstream.evaluation.score")
                .description("Means of the newest replay, as the scoring corrected has them")
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            counter(outcome).increment(0); // so that an alert has what to look at before anything happens
        }
    }

    void count(Outcome outcome) {
        counter(outcome).increment();
    }

    private Counter counter(Outcome outcome) {
        return registry.counter("mirstream.replays", "outcome", outcome.name().toLowerCase(Locale.ROOT));
    }

    /** In the place of those of the report before. */
    void show(Report report) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (PoolReport pool : report.pools()) {
            for (MethodReport method : pool.methods()) {
                Tags tags = Tags.of("gallery", pool.gallery(), "organ", pool.organ(), "method", method.method());
                method.scores()
                        .forEach((queries, byScoring) ->
                                rows.addAll(rows(tags.and("queries", queries), byScoring.get(SCORING))));
            }
        }
        scores.register(rows, true);
    }

    private static List<MultiGauge.Row<?>> rows(Tags tags, Map<String, MethodReport.Score> scores) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        scores.forEach((name, score) ->
                score.mean().ifPresent(mean -> rows.add(MultiGauge.Row.of(tags.and("score", name), mean))));
        return rows;
    }
}
