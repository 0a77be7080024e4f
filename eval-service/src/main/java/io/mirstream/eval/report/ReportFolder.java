package io.mirstream.eval.report;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder with a folder for each replay, in which {@value #DOCUMENT} is its report. */
public final class ReportFolder {
    public static final String DOCUMENT = "report.json";

    private final Path root;

    /** Of files that were read; a report is never changed. */
    private final Map<Path, ReportSummary> known = new HashMap<>();

    public ReportFolder(Path root) {
        this.root = root;
    }

    /**
     * Newest first; what is no report is left out.
     *
     * @throws CodedException {@code LOCATION_UNREADABLE}
     */
    public synchronized List<ReportSummary> summaries() {
        refresh();
        return known.values().stream()
                .sorted(Comparator.comparing(ReportSummary::finished).reversed().thenComparing(ReportSummary::id))
                .toList();
    }

    /**
     * The report of this id, if there is one.
     *
     * @throws CodedException as {@link Report#read(Path)}
     */
    public synchronized Optional<Report> read(String id) {
        refresh();
        return known.entrySet().stream()
                .filter(each -> each.getValue().id().equals(id))
                .findFirst()
                .map(each -> Report.read(each.getKey()));
    }

    private void refresh() {
        List<Path> documents = documents();
        known.keySet().retainAll(documents);
        for (Path document : documents) {
            if (!known.containsKey(document)) {
                summary(document).ifPresent(summary -> known.put(document, summary));
            }
        }
    }

    private static Optional<ReportSummary> summary(Path document) {
        try {
            return Optional.of(ReportSummary.of(Report.read(document)));
        } catch (CodedException e) {
            return Optional.empty(); // no report, or not yet
        }
    }

    private List<Path> documents() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.map(folder -> folder.resolve(DOCUMENT))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "the folder of reports cannot be read", e);
        }
    }
}
