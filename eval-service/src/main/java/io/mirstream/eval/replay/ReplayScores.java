package io.mirstream.eval.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.score.Baseline;
import io.mirstream.eval.score.Hits;
import io.mirstream.eval.score.Interval;
import io.mirstream.eval.score.Metric;
import io.mirstream.eval.score.QuerySelection;
import io.mirstream.eval.score.Relevance;
import io.mirstream.eval.score.Scores;
import io.mirstream.eval.score.Scoring;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one method reached on one pool.
 *
 * @param rankings of each query, best first
 */
public record ReplayScores(Pool pool, Map<VolumeId, List<VolumeId>> rankings) {
    /** Of the bootstrap: the same rankings have the same intervals. */
    private static final long SEED = 1;

    /** By {@link Scoring#REFERENCE}. */
    public double mean(Relevance relevance, Metric metric) {
        return scores(Scoring.REFERENCE, relevance).mean(metric);
    }

    /** Of {@link #mean}. */
    public Interval interval(Relevance relevance, Metric metric) {
        return Interval.ofMean(scores(Scoring.REFERENCE, relevance).values(metric), SEED);
    }

    /** What {@link #mean} must beat. */
    public static double expected(Baseline baseline, Pool pool, Relevance relevance, Metric metric) {
        return baseline.expected(pool, relevance, QuerySelection.ALL).mean(metric);
    }

    /** Rankings, scores by their names in each scoring, and the interval of each in {@code reference}; null for NaN. */
    public ObjectNode document() {
        ObjectNode document = Json.mapper().createObjectNode();
        ObjectNode queries = document.putObject("queries");
        pool.queries().forEach(query -> {
            ArrayNode ranked = queries.putArray(query.value());
            rankings.get(query).forEach(volume -> ranked.add(volume.value()));
        });
        for (Scoring scoring : Scoring.values()) {
            ObjectNode means = document.putObject(scoring.name().toLowerCase(Locale.ROOT));
            for (Relevance relevance : Relevance.values()) {
                Scores scores = scores(scoring, relevance);
                for (Metric metric : Metric.values()) {
                    put(means, metric.name(relevance), scores.mean(metric));
                }
            }
        }
        ObjectNode intervals = document.putObject("interval");
        for (Relevance relevance : Relevance.values()) {
            for (Metric metric : Metric.values()) {
                Interval interval = interval(relevance, metric);
                ObjectNode ends = intervals.putObject(metric.name(relevance));
                put(ends, "low", interval.low());
                put(ends, "high", interval.high());
            }
        }
        return document;
    }

    private Scores scores(Scoring scoring, Relevance relevance) {
        return scoring.score(Hits.of(pool, relevance, QuerySelection.ALL, rankings));
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isNaN(value)) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }
}
