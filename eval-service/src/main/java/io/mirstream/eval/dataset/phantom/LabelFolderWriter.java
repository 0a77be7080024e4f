package io.mirstream.eval.dataset.phantom;

import io.mirstream.eval.dataset.LabelFile;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.SplitFile;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes labels and splits as they are published, with what is odd about these files. */
final class LabelFolderWriter {
    private static final Set<Organ> WITH_BYTE_ORDER_MARK = EnumSet.of(Organ.LUNG, Organ.PANCREAS);
    private static final Organ WITHOUT_INDEX_COLUMN = Organ.LUNG;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String LINE_END = "\r\n";

    /** Of published sizes. */
    private static final MathContext DIGITS = new MathContext(10);

    private final LabelFolder folder;

    LabelFolderWriter(Path root) {
        this.folder = new LabelFolder(root);
    }

    /** As the file will have it. */
    static double rounded(double cm) {
        return new BigDecimal(cm).round(DIGITS).doubleValue();
    }

    void labels(Organ pool, List<VolumeLabels> labels) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(LabelFile.COLUMNS);
        for (VolumeLabels each : labels) {
            rows.add(List.of(
                    each.id().fileName(),
                    each.source().label(),
                    each.flag()
                            ? new BigDecimal(each.maxTumorSizeCm())
                                    .round(DIGITS)
                                    .toPlainString()
                            : "0",
                    Integer.toString(each.numberTumors()),
                    Integer.toString(each.group()),
                    each.flag() ? "1" : "0",
                    each.captions().v1(),
                    each.captions().v2(),
                    each.captions().v3()));
        }
        write(folder.labels(pool), (WITH_BYTE_ORDER_MARK.contains(pool) ? BYTE_ORDER_MARK : "") + csv(rows));
    }

    void split(Organ pool, SplitFile.Side side, List<VolumeId> volumes) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean numbered = pool != WITHOUT_INDEX_COLUMN;
        rows.add(numbered ? List.of("", side.column()) : List.of(side.column()));
        for (int row = 0; row < volumes.size(); row++) {
            String name = volumes.get(row).fileName();
            rows.add(numbered ? List.of(Integer.toString(row), name) : List.of(name));
        }
        write(folder.split(pool, side), csv(rows));
    }

    private static String csv(List<List<String>> rows) {
        return rows.stream()
                .map(row -> row.stream().map(LabelFolderWriter::cell).collect(Collectors.joining(",", "", LINE_END)))
                .collect(Collectors.joining());
    }

    /** RFC 4180, section 2. */
    private static String cell(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
