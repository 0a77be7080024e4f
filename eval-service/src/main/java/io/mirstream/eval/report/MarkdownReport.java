package io.mirstream.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as Markdown: what fits into a comment or a file beside the figures. */
public final class MarkdownReport {
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport() {}

    public static String of(Report report) {
        MarkdownReport markdown = new MarkdownReport();
        markdown.head(report);
        report.pools().forEach(markdown::pool);
        markdown.speed(report.speed());
        return markdown.out.toString();
    }

    private void head(Report report) {
        line("# 3D-MIR replay " + escaped(report.id()));
        line("");
        line("Dataset " + escaped(report.dataset()) + ", model "
                + escaped(report.model().id()) + " "
                + escaped(report.model().version()) + " (`" + report.model().fingerprint() + "`), from "
                + report.started() + " to " + report.finished() + ".");
        line("");
        line("Precision is `corrected`. Brackets are 95 % intervals (percentiles of "
                + String.format(Locale.ROOT, "%,d", report.intervals().resamples())
                + " bootstrap samples of queries, seed "
                + report.intervals().seed() + "). Stage is that of queries with a lesion. *Same source* looks at no"
                + " lesion.");
    }

    private void pool(PoolReport pool) {
        List<String> head = new ArrayList<>(List.of("method"));
        Headline.ALL.forEach(each -> head.add(each.brief()));
        List<List<String>> rows = new ArrayList<>();
        pool.methods()
                .forEach(method -> rows.add(row(
                        method.method(),
                        Headline.ALL.stream().map(each -> each.cell(method)).toList())));
        Map.of("chance", "*chance*", "same_source", "*same source*").entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(baseline -> rows.add(row(
                        baseline.getValue(),
                        Headline.ALL.stream()
                                .map(each -> each.cell(pool, baseline.getKey()))
                                .toList())));
        line("");
        line("## " + pool.organ() + ", " + pool.gallery() + " gallery");
        line("");
        line(queries(pool) + " queries among " + pool.candidates() + " volumes.");
        line("");
        table(head, rows);
    }

    private static int queries(PoolReport pool) {
        return pool.methods().isEmpty()
                ? 0
                : pool.methods().getFirst().queries().size();
    }

    private static List<String> row(String first, List<String> cells) {
        List<String> row = new ArrayList<>(List.of(first));
        row.addAll(cells);
        return row;
    }

    private void speed(Speed speed) {
        line("");
        line("## Speed");
        line("");
        line(speed.volumes() + " volumes with " + speed.slices() + " slices: " + Figure.brief(speed.volumesPerSecond())
                + " volumes/s, " + Figure.brief(speed.slicesPerSecond()) + " slices/s."
                + speed.freshness()
                        .map(fresh -> " A volume was searchable after " + Figure.brief(fresh.p50Ms()) + " ms (median), "
                                + Figure.brief(fresh.p95Ms()) + " ms (95 %).")
                        .orElse(""));
        line("");
        table(
                List.of("search", "count", "p50 ms", "p95 ms"),
                speed.searches().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> List.of(
                                each.getKey(),
                                Integer.toString(each.getValue().count()),
                                Figure.brief(each.getValue().p50Ms()),
                                Figure.brief(each.getValue().p95Ms())))
                        .toList());
        line("");
        table(
                List.of("phase", "s"),
                speed.phases().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> List.of(each.getKey(), Figure.brief(each.getValue())))
                        .toList());
    }

    private void table(List<String> head, List<List<String>> rows) {
        line(head.stream().collect(Collectors.joining(" | ", "| ", " |")));
        line(head.stream().map(each -> "---").collect(Collectors.joining(" | ", "| ", " |")));
        rows.forEach(row -> line(row.stream().collect(Collectors.joining(" | ", "| ", " |"))));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    /** What anybody may have named a dataset is no markup. */
    private static String escaped(String text) {
        return text.replaceAll("([\\\\`*_{}\\[\\]<>#|!&])", "\\\\$1").replaceAll("\\s+", " ");
    }
}
