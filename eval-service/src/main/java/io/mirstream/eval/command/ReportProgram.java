package io.mirstream.eval.command;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.report.Comparison;
import io.mirstream.eval.report.ComparisonTable;
import io.mirstream.eval.report.HtmlReport;
import io.mirstream.eval.report.MarkdownReport;
import io.mirstream.eval.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Shows reports of replays, and compares two. */
public final class ReportProgram {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int CALLED_WRONGLY = 2;
    private static final String USAGE = """
            usage: ReportProgram show FILE [--json]
                   ReportProgram html FILE PAGE
                   ReportProgram compare FIRST SECOND [--json]""";

    private final PrintStream out;
    private final boolean json;

    private ReportProgram(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Exits with 0; 1 for reports that cannot be read or compared, or a page that cannot be written; 2 for wrong use. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> given, PrintStream out, PrintStream err) {
        List<String> arguments = new ArrayList<>(given);
        ReportProgram program = new ReportProgram(out, arguments.remove("--json"));
        Work work;
        try {
            work = program.work(arguments);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            err.println(USAGE);
            return CALLED_WRONGLY;
        }
        try {
            work.run();
            return OK;
        } catch (CodedException e) {
            err.println(e.code() + ": " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            err.println("cannot write: " + e.getMessage());
            return FAILED;
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** @throws RuntimeException for arguments that are missing or that nothing takes */
    private Work work(List<String> arguments) {
        Path first = Path.of(arguments.get(1));
        return switch (arguments.getFirst()) {
            case "show" -> () -> show(Report.read(first));
            case "html" -> {
                Path page = Path.of(arguments.get(2));
                yield () -> Files.writeString(page, HtmlReport.of(Report.read(first)));
            }
            case "compare" -> {
                Path second = Path.of(arguments.get(2));
                yield () -> compare(Comparison.of(Report.read(first), Report.read(second)));
            }
            default -> throw new IllegalArgumentException("unknown");
        };
    }

    private void show(Report report) {
        print(json ? report.json() : MarkdownReport.of(report).getBytes(StandardCharsets.UTF_8));
    }

    private void compare(Comparison comparison) {
        if (json) {
            print(Json.write(comparison));
        } else {
            ComparisonTable.lines(comparison).forEach(out::println);
        }
    }

    private void print(byte[] utf8) {
        out.writeBytes(utf8); // whatever the terminal's charset is
        out.println();
    }
}
