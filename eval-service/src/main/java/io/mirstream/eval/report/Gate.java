package io.mirstream.eval.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mirstream.contracts.error.CodedException;
import java.util.List;
import java.util.Locale;

/**
 * Whether a replay may pass: no score is worse than that of an earlier report by more than chance explains. It is, when the
 * whole 95 % interval of the paired difference lies below zero. A method that only the earlier one has fails, too.
 */
public final class Gate {
    private Gate() {}

    /**
     * A score that fell.
     *
     * @param before its mean in the earlier report
     * @param after its mean now
     * @param low end of the interval of the difference
     * @param high its other end, which is below zero
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Fall(
            String gallery,
            String organ,
            String method,
            String selection,
            String score,
            double before,
            double after,
            double low,
            double high) {
        /** In a line. */
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%s %s %s: %s of %s queries fell from %.3f to %.3f, difference [%.3f, %.3f]",
                    gallery,
                    organ,
                    method,
                    score,
                    selection,
                    before,
                    after,
                    low,
                    high);
        }
    }

    /**
     * What the gate says.
     *
     * @param baseline id of the earlier report
     * @param compared scores
     * @param missing methods that only the earlier report has
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Verdict(String baseline, int compared, List<Fall> falls, List<Comparison.Missing> missing) {
        public Verdict {
            falls = List.copyOf(falls);
            missing = List.copyOf(missing);
        }

        public boolean passed() {
            return falls.isEmpty() && missing.isEmpty();
        }
    }

    /** @throws CodedException as {@link Comparison#of} */
    public static Verdict judge(Report report, Report baseline) {
        Comparison comparison = Comparison.of(baseline, report);
        return new Verdict(
                baseline.id(),
                comparison.differences().size(),
                comparison.differences().stream()
                        .filter(each -> each.high().orElse(0) < 0)
                        .map(each -> new Fall(
                                each.gallery(),
                                each.organ(),
                                each.method(),
                                each.selection(),
                                each.score(),
                                each.first().orElseThrow(),
                                each.second().orElseThrow(),
                                each.low().orElseThrow(),
                                each.high().orElseThrow()))
                        .toList(),
                comparison.missing().stream()
                        .filter(each -> each.from().equals(Comparison.SECOND))
                        .toList());
    }
}
