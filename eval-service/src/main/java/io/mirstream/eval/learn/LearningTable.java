package io.mirstream.eval.learn;

import io.mirstream.eval.score.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Scores with their 95 % intervals, for people. */
public final class LearningTable {
    private LearningTable() {}

    /** What is known without asking a query. */
    public static List<String> lines(LearningReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "learned from %d volumes in %d classes, and %d texts; axes %d, shrinkage %s, penalty %s, seed %d",
                report.examples(),
                report.classes().size(),
                report.texts(),
                report.settings().axes(),
                report.settings().shrinkage(),
                report.settings().penalty(),
                report.seed()));
        CrossValidation.Scores images = report.judgement().images();
        if (images.learned().length > 0) {
            lines.add(line("held out: image to image - untrained", images.learned(), images.untrained()));
            lines.add(line("held out: image to image - chance", images.learned(), images.chance()));
        }
        CrossValidation.Scores texts = report.judgement().texts();
        if (texts.learned().length > 0) {
            String what = report.classes().isEmpty() ? "text to its own image" : "text to image";
            lines.add(line("held out: " + what + " - chance", texts.learned(), texts.chance()));
        }
        return lines;
    }

    /** What queries find. */
    public static List<String> lines(List<Proof.Line> proof) {
        return proof.stream()
                .map(line -> line(
                        line.what(),
                        line.queries(),
                        line.mean(),
                        line.other(),
                        line.difference().mean(),
                        line.difference().interval()))
                .toList();
    }

    private static String line(String what, double[] values, double[] others) {
        double[] differences = LearningReport.differences(values, others);
        return line(
                what,
                values.length,
                LearningReport.mean(values),
                LearningReport.mean(others),
                LearningReport.mean(differences),
                Interval.ofMean(differences, LearningReport.BOOTSTRAP_SEED));
    }

    private static String line(
            String what, int count, double first, double second, double difference, Interval interval) {
        return String.format(
                Locale.ROOT,
                "%-62s %4d  %.3f - %.3f = %+.3f  [%+.3f, %+.3f]",
                what,
                count,
                first,
                second,
                difference,
                interval.low(),
                interval.high());
    }
}
