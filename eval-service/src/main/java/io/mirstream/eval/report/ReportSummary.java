package io.mirstream.eval.report;

import java.time.Instant;
import java.util.List;

/** What a list says of a report. */
public record ReportSummary(
        String id,
        String dataset,
        Report.Model model,
        Instant started,
        Instant finished,
        List<String> organs,
        List<String> methods) {
    public ReportSummary {
        organs = List.copyOf(organs);
        methods = List.copyOf(methods);
    }

    static ReportSummary of(Report report) {
        return new ReportSummary(
                report.id(),
                report.dataset(),
                report.model(),
                report.started(),
                report.finished(),
                report.pools().stream().map(PoolReport::organ).distinct().toList(),
                report.pools().stream()
                        .flatMap(pool -> pool.methods().stream())
                        .map(MethodReport::method)
                        .distinct()
                        .toList());
    }
}
