package io.mirstream.eval.score;

import io.mirstream.eval.dataset.VolumeId;
import java.util.List;
import java.util.Map;

/** Scores of a set of queries. */
public record Scores(List<OfQuery> queries) {
    public Scores {
        queries = List.copyOf(queries);
    }

    /** All metrics of one query. */
    public record OfQuery(VolumeId query, Map<Metric, Double> values) {
        public OfQuery {
            values = Map.copyOf(values);
        }
    }

    /** Over the queries; NaN for none. */
    public double mean(Metric metric) {
        return mean(values(metric));
    }

    /** A value a query, in their order. */
    public double[] values(Metric metric) {
        return queries.stream().mapToDouble(query -> query.values().get(metric)).toArray();
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
