package io.mirstream.eval.command;

import io.mirstream.contracts.json.Json;
import io.mirstream.eval.report.Comparison;
import io.mirstream.eval.report.ComparisonTable;
import io.mirstream.eval.report.Gate;
import io.mirstream.eval.report.HtmlReport;
import io.mirstream.eval.report.JunitReport;
import io.mirstream.eval.report.MarkdownReport;
import io.mirstream.eval.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows reports of replays, compares two, and judges one by another. */
public final class ReportProgram {
    private static final String USAGE = """
            usage: ReportProgram show FILE [--json]
                   ReportProgram html FILE PAGE [QUERY-SERVICE]
                   ReportProgram compare FIRST SECOND [--json]
                   ReportProgram gate REPORT BASELINE [JUNIT] [--json]""";

    private final PrintStream out;
    private final boolean json;

    private ReportProgram(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /**
     * Exits with 0; 1 for a gate that a report does not pass, reports that cannot be read or compared, or a file that cannot
     * be written; 2 for wrong use.
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> given, PrintStream out, PrintStream err) {
        List<String> arguments = new ArrayList<>(given);
        ReportProgram program = new ReportProgram(out, arguments.remove("--json"));
        return Exit.of(() -> program.work(arguments), USAGE, err);
    }

    /** @throws RuntimeException for arguments that are missing or that nothing takes */
    private Exit.Work work(List<String> arguments) {
        Path first = Path.of(arguments.get(1));
        return switch (arguments.getFirst()) {
            case "show" -> () -> show(Report.read(first));
            case "html" -> {
                Path page = Path.of(arguments.get(2));
                Optional<String> previews = arguments.stream().skip(3).findFirst();
                yield () -> write(page, HtmlReport.of(Report.read(first), previews));
            }
            case "compare" -> {
                Path second = Path.of(arguments.get(2));
                yield () -> compare(Comparison.of(Report.read(first), Report.read(second)));
            }
            case "gate" -> {
                Path baseline = Path.of(arguments.get(2));
                Optional<Path> junit = arguments.stream().skip(3).findFirst().map(Path::of);
                yield () -> judge(Report.read(first), Report.read(baseline), junit);
            }
            default -> throw new IllegalArgumentException("unknown");
        };
    }

    private static int write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Exit.OK;
    }

    private int show(Report report) {
        print(json ? report.json() : MarkdownReport.of(report).getBytes(StandardCharsets.UTF_8));
        return Exit.OK;
    }

    private int judge(Report report, Report baseline, Optional<Path> junit) throws IOException {
        Gate.Verdict verdict = Gate.judge(report, baseline);
        if (junit.isPresent()) {
            write(junit.get(), JunitReport.of(report, Optional.of(verdict)));
        }
        if (json) {
            print(Json.write(verdict));
        } else {
            verdict.lines().forEach(out::println);
        }
        return verdict.passed() ? Exit.OK : Exit.FAILED;
    }

    private int compare(Comparison comparison) {
        if (json) {
            print(Json.write(comparison));
        } else {
            ComparisonTable.lines(comparison).forEach(out::println);
        }
        return Exit.OK;
    }

    private void print(byte[] utf8) {
        out.writeBytes(utf8); // whatever the terminal's charset is
        out.println();
    }
}
