package io.mirstream.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as a table for people: the headline scores alone, of which all the others are in the document. */
public final class ComparisonTable {
    private ComparisonTable() {}

    public static List<String> lines(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(row("", "", "", "score", "chance", "first", "second", "difference", "p"));
        comparison.differences().stream()
                .filter(ComparisonTable::isHeadline)
                .forEach(each -> lines.add(row(
                        each.gallery(),
                        each.organ(),
                        each.method(),
                        each.score(),
                        Figure.text(each.chance()),
                        Figure.text(each.first()),
                        Figure.text(each.second()),
                        Figure.text(each.mean()) + " " + Figure.interval(each.low(), each.high()),
                        Figure.text(each.p()) + against(each))));
        comparison
                .missing()
                .forEach(each -> lines.add(each.gallery() + " " + each.organ() + " " + each.method()
                        + " is missing from the " + each.from()));
        return lines;
    }

    private static String against(Comparison.Entry entry) {
        return entry.against().equals(entry.method()) ? "" : "  the first's is " + entry.against();
    }

    private static boolean isHeadline(Comparison.Entry entry) {
        return Headline.ALL.stream()
                .anyMatch(each ->
                        each.score().equals(entry.score()) && each.selection().equals(entry.selection()));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-7s %-9s %-18s %-20s %6s %6s %6s  %-24s %s", cells)
                .stripTrailing();
    }
}
