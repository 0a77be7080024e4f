package io.mirstream.eval.report;

import java.util.List;
import java.util.Optional;

/** A report as JUnit's XML, for build servers: a test case a method of a pool, which fails where a gate says so. */
public final class JunitReport {
    private JunitReport() {}

    /** @param verdict of a gate, if there was one */
    public static String of(Report report, Optional<Gate.Verdict> verdict) {
        Tag suites = Tag.of("testsuites").with("name", "3D-MIR " + report.id());
        report.pools().forEach(pool -> suites.add(suite(report, pool, verdict)));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + suites + "\n";
    }

    private static Tag suite(Report report, PoolReport pool, Optional<Gate.Verdict> verdict) {
        List<Tag> cases = pool.methods().stream()
                .map(method -> test(pool, method, verdict))
                .toList();
        long failures = pool.methods().stream()
                .filter(method -> !falls(pool, method, verdict).isEmpty())
                .count();
        return Tag.of("testsuite", cases)
                .with("name", pool.name())
                .with("tests", cases.size())
                .with("failures", failures)
                .with("errors", 0)
                .with("timestamp", report.started());
    }

    private static Tag test(PoolReport pool, MethodReport method, Optional<Gate.Verdict> verdict) {
        Tag test = Tag.of("testcase")
                .with("classname", pool.gallery() + "." + pool.organ())
                .with("name", method.method());
        List<Gate.Fall> falls = falls(pool, method, verdict);
        if (!falls.isEmpty()) {
            test.add(Tag.of(
                            "failure",
                            String.join(
                                    "\n", falls.stream().map(Gate.Fall::text).toList()))
                    .with("type", "SCORE_FELL")
                    .with("message", falls.size() + " scores fell"));
        }
        StringBuilder scores = new StringBuilder();
        Headline.ALL.forEach(each -> scores.append(each.score())
                .append(" (")
                .append(each.selection())
                .append(") ")
                .append(each.cell(method))
                .append('\n'));
        return test.add(Tag.of("system-out", scores.toString()));
    }

    private static List<Gate.Fall> falls(PoolReport pool, MethodReport method, Optional<Gate.Verdict> verdict) {
        return verdict.map(Gate.Verdict::falls).orElse(List.of()).stream()
                .filter(fall -> fall.gallery().equals(pool.gallery())
                        && fall.organ().equals(pool.organ())
                        && fall.method().equals(method.method()))
                .toList();
    }
}
