package io.mirstream.eval.command;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
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

    private ReportFiles() {}

    /**
     * Writes {@code report.json}, {@code report.md}, {@code junit.xml} and {@code index.html}; the first one last, so that where
     * it is, all are.
     *
     * @throws CodedException {@code LOCATION_UNREADABLE}
     */
    static void write(Report report, Path folder) {
        try {
            Files.createDirectories(folder);
            write(folder.resolve("report.md"), MarkdownReport.of(report).getBytes(StandardCharsets.UTF_8));
            write(
                    folder.resolve("junit.xml"),
                    JunitReport.of(report, Optional.empty()).getBytes(StandardCharsets.UTF_8));
            write(folder.resolve(PAGE), HtmlReport.of(report).getBytes(StandardCharsets.UTF_8));
            write(folder.resolve("report.json"), report.json());
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "the report cannot be written to " + folder, e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.write(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
