package io.mirstream.eval.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mirstream.eval.replay.Measurements;
import io.mirstream.eval.replay.ReplayOutcome;
import io.mirstream.eval.score.Interval;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How fast a replay went.
 *
 * @param volumes published, with {@code slices}
 * @param volumesPerSecond from the first publication until all was searchable
 * @param freshness of a volume, from its event until it was searchable; empty where nobody looked
 * @param searches by method, from question to answer
 * @param phases in seconds: {@code indexing}, and {@code searching} with all that is left
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Speed(
        long volumes,
        long slices,
        OptionalDouble volumesPerSecond,
        OptionalDouble slicesPerSecond,
        Optional<Percentiles> freshness,
        Map<String, Percentiles> searches,
        Map<String, Double> phases) {
    private static final double MEDIAN = 0.5;
    private static final double NEARLY_ALL = 0.95;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    public Speed {
        searches = Map.copyOf(searches);
        phases = Map.copyOf(phases);
    }

    /** Linear between order statistics. */
    public record Percentiles(int count, double p50Ms, double p95Ms) {
        private static Optional<Percentiles> of(Collection<Duration> durations) {
            double[] millis = durations.stream()
                    .mapToDouble(each -> each.toNanos() / NANOS_PER_MILLI)
                    .sorted()
                    .toArray();
            return millis.length == 0
                    ? Optional.empty()
                    : Optional.of(new Percentiles(
                            millis.length,
                            Figure.rounded(Interval.quantile(millis, MEDIAN)),
                            Figure.rounded(Interval.quantile(millis, NEARLY_ALL))));
        }
    }

    static Speed of(ReplayOutcome outcome) {
        Measurements measured = outcome.measurements();
        Map<String, Percentiles> searches = new TreeMap<>();
        measured.searches()
                .forEach((method, durations) ->
                        Percentiles.of(durations).ifPresent(found -> searches.put(method.label(), found)));
        double indexing = seconds(measured.indexing());
        return new Speed(
                measured.volumes(),
                measured.slices(),
                Figure.of(measured.volumes() / indexing),
                Figure.of(measured.slices() / indexing),
                Percentiles.of(measured.freshness()),
                searches,
                phases(outcome, indexing));
    }

    private static Map<String, Double> phases(ReplayOutcome outcome, double indexing) {
        double all = seconds(Duration.between(outcome.started(), outcome.finished()));
        return Map.of("indexing", Figure.rounded(indexing), "searching", Figure.rounded(Math.max(0, all - indexing)));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
