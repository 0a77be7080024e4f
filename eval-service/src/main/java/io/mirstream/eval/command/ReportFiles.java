package io.mirstream.eval.command;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.eval.report.Gate;
import io.mirstream.eval.report.HtmlReport;
import io.mirstream.eval.report.JunitReport;
import io.mirstream.eval.report.MarkdownReport;
import io.mirstream.eval.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A report and its renderings in one folder. */
final class ReportFiles {
    static final String PAGE = "index.html";
    private static final String JUNIT = "junit.xml";

    private ReportFiles() {}

    /**
     * Writes {@code report.json}, {@code report.md}, {@code junit.xml} and {@code index.html}; the first one last, so that where
     * it is, all are.
     *
     * @param queryService its URL, for the page's previews
     * @throws CodedException {@code LOCATION_UNREADABLE}
     */
    static void write(Report report, String queryService, Path folder) {
        try {
            Files.createDirectories(folder);
            write(folder.resolve("report.md"), MarkdownReport.of(report).getBytes(StandardCharsets.UTF_8));
            write(
                    folder.resolve(JUNIT),
                    JunitReport.of(report, Optional.empty()).getBytes(StandardCharsets.UTF_8));
            write(
                    folder.resolve(PAGE),
                    HtmlReport.of(report, Optional.of(queryService)).getBytes(StandardCharsets.UTF_8));
            write(folder.resolve("report.json"), report.json());
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /**
     * What a gate said, in the place of {@code junit.xml}.
     *
     * @throws CodedException {@code LOCATION_UNREADABLE}
     */
    static void write(Report report, Gate.Verdict verdict, Path folder) {
        try {
            write(
                    folder.resolve(JUNIT),
                    JunitReport.of(report, Optional.of(verdict)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static CodedException unwritable(Path folder, IOException e) {
        return new CodedException(ErrorCode.LOCATION_UNREADABLE, "the report cannot be written to " + folder, e);
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.write(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
