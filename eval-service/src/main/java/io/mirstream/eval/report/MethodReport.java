package io.mirstream.eval.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one method reached on one pool.
 *
 * @param method as {@code slice-freq}
 * @param scores by {@code all} or {@code lesions}: which queries; then {@code reference}, {@code corrected} or {@code
 *     missing_as_zero}; then by the score's name, such as {@code tumor_stage_p@3}
 * @param differences to the best method of each score, and to the usual one
 * @param queries in the order of the pool
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record MethodReport(
        String method,
        Map<String, Map<String, Map<String, Score>>> scores,
        List<Difference> differences,
        List<QueryReport> queries) {
    public MethodReport {
        scores = Map.copyOf(scores);
        differences = List.copyOf(differences);
        queries = List.copyOf(queries);
    }

    /** A mean over queries and its 95 % interval. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Score(OptionalDouble mean, OptionalDouble low, OptionalDouble high) {}

    /**
     * What this method has more than another, query by query, in {@code corrected}.
     *
     * @param to {@code best} or {@code volume-avgpooling}
     * @param method the other
     * @param selection {@code all} or {@code lesions}
     * @param score its name
     * @param mean of the differences, with the ends of its interval
     * @param p of a two-sided permutation test
     * @param adjusted p, for all methods that are compared with that one by this score (Holm 1979)
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Difference(
            String to,
            String method,
            String selection,
            String score,
            OptionalDouble mean,
            OptionalDouble low,
            OptionalDouble high,
            OptionalDouble p,
            OptionalDouble adjusted) {}

    /**
     * One query's ranking.
     *
     * @param found volumes, best first
     * @param hits by {@code flag} and {@code stage}: a digit a found volume, 1 for one that is relevant
     * @param relevant volumes of the gallery, likewise
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record QueryReport(
            String volume, List<String> found, Map<String, String> hits, Map<String, Integer> relevant) {
        public QueryReport {
            found = List.copyOf(found);
            hits = Map.copyOf(hits);
            relevant = Map.copyOf(relevant);
        }
    }

    Score score(String selection, String scoring, String name) {
        return scores.get(selection).get(scoring).get(name);
    }
}
