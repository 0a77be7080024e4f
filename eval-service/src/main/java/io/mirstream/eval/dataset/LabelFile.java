package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A pool's labels, as they lie in its file.
 *
 * @param name of the file
 * @param byteOrderMark whether it begins with one
 * @param labels in the order of the file, which is also that of pandas' row numbers
 */
public record LabelFile(String name, boolean byteOrderMark, List<VolumeLabels> labels) {
    public static final List<String> COLUMNS = List.of(
            "name",
            "organ",
            "max_tumor_size",
            "number_tumors",
            "lesion_group",
            "cancer_flag",
            "CaptionV1",
            "CaptionV2",
            "CaptionV3");

    public LabelFile {
        labels = List.copyOf(labels);
    }

    /** @throws CodedException {@code MALFORMED} for other columns or a bad value; those of reading the file */
    public static LabelFile read(Path file) {
        CsvTable table = CsvTable.read(file);
        if (table.hasIndexColumn() || !table.hasColumns(COLUMNS)) {
            throw table.malformed("the columns are not " + String.join(",", COLUMNS));
        }
        List<VolumeLabels> labels = new ArrayList<>();
        for (List<String> row : table.rows()) {
            try {
                labels.add(labels(row));
            } catch (CodedException e) {
                throw table.malformed("row " + (labels.size() + 1) + ": " + e.getMessage());
            }
        }
        return new LabelFile(table.file(), table.byteOrderMark(), labels);
    }

    private static VolumeLabels labels(List<String> row) {
        Organ source = Organ.of(row.get(1)).orElseThrow(() -> malformed("organ is none of the four"));
        return new VolumeLabels(
                VolumeId.ofFile(row.get(0)),
                source,
                decimal(row.get(2), "max_tumor_size"),
                whole(row.get(3), "number_tumors"),
                whole(row.get(4), "lesion_group"),
                flag(row.get(5)),
                new Captions(row.get(6), row.get(7), row.get(8)));
    }

    private static double decimal(String text, String column) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new CodedException(ErrorCode.MALFORMED, column + " is no number", e);
        }
    }

    private static int whole(String text, String column) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new CodedException(ErrorCode.MALFORMED, column + " is no whole number", e);
        }
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "0" -> false;
            case "1" -> true;
            default -> throw malformed("cancer_flag is neither 0 nor 1");
        };
    }

    private static CodedException malformed(String what) {
        return new CodedException(ErrorCode.MALFORMED, what);
    }
}
