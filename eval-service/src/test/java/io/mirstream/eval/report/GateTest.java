package io.mirstream.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.eval.report.Gate.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    @Test
    void replay_that_finds_the_same_passes() {
        Verdict verdict = Gate.judge(SmallReplay.report(), SmallReplay.report());

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.compared()).isEqualTo(4 * 16); // methods; two relevances, two selections, four metrics
    }

    @Test
    void replay_that_finds_more_passes() {
        assertThat(Gate.judge(SmallReplay.report(), SmallReplay.worse()).passed())
                .isTrue();
    }

    @Test
    void score_fails_where_the_whole_interval_of_the_difference_is_below_zero() {
        Verdict verdict = Gate.judge(SmallReplay.worse(), SmallReplay.report());

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.falls())
                .filteredOn(fall -> fall.score().equals("tumor_stage_p@3"))
                .singleElement() // over all queries -2/3, -1/3 and 0: one sample in 27 is 0
                .satisfies(fall -> assertThat(fall.text())
                        .isEqualTo("own colon slice-freq: tumor_stage_p@3 of lesions queries fell from 0.500 to 0.000,"
                                + " difference [-0.667, -0.333]"));
    }

    @Test
    void method_that_is_gone_fails_and_one_that_is_new_does_not() {
        Report report = SmallReplay.report();
        Report fewer = new Report(
                report.version(),
                report.id(),
                report.dataset(),
                report.model(),
                report.started(),
                report.finished(),
                report.intervals(),
                List.of(report.pools().getFirst()),
                report.speed());

        Verdict gone = Gate.judge(fewer, report);

        assertThat(gone.passed()).isFalse();
        assertThat(gone.missing())
                .extracting(each -> each.gallery() + " " + each.organ() + " " + each.method())
                .containsExactly("own lung slice-freq", "pooled colon slice-freq");
        assertThat(Gate.judge(report, fewer).passed()).isTrue();
    }

    @Test
    void report_of_other_labels_is_no_baseline() {
        assertThatThrownBy(() -> Gate.judge(SmallReplay.report(), SmallReplay.ofOtherLabels()))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EVALUATIONS_DIFFER));
    }
}
