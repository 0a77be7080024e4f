package io.mirstream.eval.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.eval.score.Baseline;
import io.mirstream.eval.score.PairedDifference;
import io.mirstream.eval.score.QuerySelection;
import io.mirstream.eval.score.Relevance;
import io.mirstream.eval.score.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Two reports of the same queries: what the second has more. A method that only the second has, such as that by words of a
 * model that learned what they mean, is compared with the first one's usual method.
 *
 * @param first its id
 * @param second its id
 * @param differences of each pool and method that both have
 * @param missing what only one of them has, such as {@code own liver slice-freq}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Comparison(String first, String second, List<Entry> differences, List<Missing> missing) {
    static final String SECOND = "second";
    private static final String CHANCE = PoolEvaluation.label(Baseline.CHANCE);

    public Comparison {
        differences = List.copyOf(differences);
        missing = List.copyOf(missing);
    }

    /**
     * What only one report has.
     *
     * @param from {@code first} or {@code second}: the other
     */
    public record Missing(String gallery, String organ, String method, String from) {}

    /**
     * One score of one method, in {@code corrected}.
     *
     * @param against the method of the first report: the same, or the usual one where the first report lacks it
     * @param chance what a random order of the same volumes has
     * @param mean of the second less the first, query by query, with the ends of its interval
     * @param p of a two-sided permutation test; not adjusted for the number of comparisons
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Entry(
            String gallery,
            String organ,
            String method,
            String against,
            String selection,
            String score,
            OptionalDouble first,
            OptionalDouble second,
            OptionalDouble chance,
            OptionalDouble mean,
            OptionalDouble low,
            OptionalDouble high,
            OptionalDouble p) {}

    /** @throws CodedException {@code EVALUATIONS_DIFFER} for other labels, galleries or queries, or nothing in common */
    public static Comparison of(Report first, Report second) {
        List<Entry> differences = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        for (PoolReport pool : first.pools()) {
            Optional<PoolReport> other = second.pool(pool.gallery(), pool.organ());
            for (MethodReport method : pool.methods()) {
                Optional<MethodReport> counterpart = other.flatMap(known -> known.method(method.method()));
                if (counterpart.isEmpty()) {
                    missing.add(new Missing(pool.gallery(), pool.organ(), method.method(), SECOND));
                } else {
                    requireSameData(pool, other.get());
                    compare(pool, method, other.get(), counterpart.get(), differences);
                }
            }
            other.ifPresent(known -> compareWithUsual(pool, known, differences));
        }
        second.pools()
                .forEach(pool -> pool.methods().stream()
                        .filter(method -> first.pool(pool.gallery(), pool.organ())
                                .flatMap(known -> known.method(method.method()))
                                .isEmpty())
                        .forEach(method ->
                                missing.add(new Missing(pool.gallery(), pool.organ(), method.method(), "first"))));
        if (differences.isEmpty()) {
            throw new CodedException(ErrorCode.EVALUATIONS_DIFFER, "the reports have no pool and method in common");
        }
        return new Comparison(first.id(), second.id(), differences, missing);
    }

    private static void requireSameData(PoolReport pool, PoolReport other) {
        if (!pool.digest().equals(other.digest())) {
            throw new CodedException(
                    ErrorCode.EVALUATIONS_DIFFER,
                    "the reports have other labels, galleries or queries: " + pool.name());
        }
    }

    private static void compareWithUsual(PoolReport first, PoolReport second, List<Entry> differences) {
        first.method(Differences.USUAL.label())
                .ifPresent(usual -> second.methods().stream()
                        .filter(method -> first.method(method.method()).isEmpty())
                        .forEach(method -> {
                            requireSameData(first, second);
                            compare(first, usual, second, method, differences);
                        }));
    }

    private static void compare(
            PoolReport firstPool,
            MethodReport first,
            PoolReport secondPool,
            MethodReport second,
            List<Entry> differences) {
        for (QuerySelection selection : QuerySelection.values()) {
            for (Relevance relevance : Relevance.values()) {
                Scores before = ReportScores.of(firstPool, first, selection, relevance);
                Scores after = ReportScores.of(secondPool, second, selection, relevance);
                if (before.queries().isEmpty()) {
                    continue;
                }
                Differences.COMPARED.forEach(metric -> {
                    PairedDifference found = PairedDifference.of(after, before, metric, Report.SEED);
                    differences.add(new Entry(
                            firstPool.gallery(),
                            firstPool.organ(),
                            second.method(),
                            first.method(),
                            PoolEvaluation.label(selection),
                            metric.name(relevance),
                            Figure.of(before.mean(metric)),
                            Figure.of(after.mean(metric)),
                            firstPool.baseline(CHANCE, PoolEvaluation.label(selection), metric.name(relevance)),
                            Figure.of(found.mean()),
                            Figure.of(found.interval().low()),
                            Figure.of(found.interval().high()),
                            Figure.of(found.pValue())));
                });
            }
        }
    }
}
