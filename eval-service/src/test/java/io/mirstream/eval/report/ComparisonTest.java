package io.mirstream.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void difference_is_what_the_second_has_more_query_by_query() {
        Comparison comparison = Comparison.of(SmallReplay.report(), SmallReplay.worse());

        assertThat(comparison.differences())
                .filteredOn(each -> each.gallery().equals("own")
                        && each.organ().equals("colon")
                        && each.method().equals("slice-freq")
                        && each.selection().equals("all")
                        && each.score().equals("tumor_stage_p@3"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.first()).isEqualTo(OptionalDouble.of(0.555556));
                    assertThat(each.second()).isEqualTo(OptionalDouble.of(0.222222));
                    assertThat(each.mean()).isEqualTo(OptionalDouble.of(-0.333333)); // -2/3, -1/3 and 0
                    assertThat(each.p()).isEqualTo(OptionalDouble.of(0.5)); // 4 of 8 swaps give as much
                });
    }

    @Test
    void method_that_only_the_second_has_is_compared_with_the_usual_one_of_the_first() {
        Report report = SmallReplay.report();
        Report usual =
                with(report, "usual-only", List.of(withMethods(report.pools().getFirst(), "volume-avgpooling")));

        Comparison comparison = Comparison.of(usual, report);

        assertThat(comparison.differences())
                .filteredOn(each -> each.method().equals("slice-freq")
                        && each.selection().equals("all")
                        && each.score().equals("tumor_stage_p@3"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.against()).isEqualTo("volume-avgpooling");
                    assertThat(each.first()).isEqualTo(OptionalDouble.of(0.222222)); // 1/3, 1/3 and 0
                    assertThat(each.second()).isEqualTo(OptionalDouble.of(0.555556));
                    assertThat(each.chance()).isEqualTo(OptionalDouble.of(0.333333)); // 2/5, 1/5 and 2/5
                });
        assertThat(ComparisonTable.lines(comparison))
                .anyMatch(line -> line.contains("own     colon     slice-freq")
                        && line.endsWith("the first's is volume-avgpooling"));
    }

    private static Report with(Report report, String id, List<PoolReport> pools) {
        return new Report(
                report.version(),
                id,
                report.dataset(),
                report.model(),
                report.started(),
                report.finished(),
                report.intervals(),
                pools,
                report.speed());
    }

    private static PoolReport withMethods(PoolReport pool, String method) {
        return new PoolReport(
                pool.gallery(),
                pool.organ(),
                pool.digest(),
                pool.candidates(),
                pool.volumes(),
                pool.baselines(),
                List.of(pool.method(method).orElseThrow()));
    }

    @Test
    void what_only_one_has_is_said() {
        Report report = SmallReplay.report();
        Report colon = with(report, "colon-only", List.of(report.pools().getFirst()));

        assertThat(Comparison.of(colon, report).missing())
                .containsExactly(
                        new Comparison.Missing("own", "lung", "slice-freq", "first"),
                        new Comparison.Missing("pooled", "colon", "slice-freq", "first"));
        assertThat(ComparisonTable.lines(Comparison.of(report, colon)))
                .endsWith(
                        "own lung slice-freq is missing from the second",
                        "pooled colon slice-freq is missing from the second");
    }

    @Test
    void reports_with_nothing_in_common_are_not_compared() {
        Report report = SmallReplay.report();
        Report nothing = with(report, "nothing", List.of());

        assertThatThrownBy(() -> Comparison.of(report, nothing))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EVALUATIONS_DIFFER));
    }
}
