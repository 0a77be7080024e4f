package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One side of a pool's split, as it lies in its file.
 *
 * @param name of the file
 * @param byteOrderMark whether it begins with one
 * @param indexColumn whether there is a column of row numbers before the names
 */
public record SplitFile(String name, boolean byteOrderMark, boolean indexColumn, List<VolumeId> volumes) {
    public SplitFile {
        volumes = List.copyOf(volumes);
    }

    /**
     * @param side which side it must be
     * @throws CodedException {@code MALFORMED} for other columns or a bad name; those of reading the file
     */
    public static SplitFile read(Path file, Side side) {
        CsvTable table = CsvTable.read(file);
        if (!table.hasColumns(List.of(side.column()))) {
            throw table.malformed("the only named column is not " + side.column());
        }
        List<VolumeId> volumes = new ArrayList<>();
        for (String name : table.column(side.column())) {
            try {
                volumes.add(VolumeId.ofFile(name));
            } catch (CodedException e) {
                throw table.malformed("row " + (volumes.size() + 1) + ": " + e.getMessage());
            }
        }
        return new SplitFile(table.file(), table.byteOrderMark(), table.hasIndexColumn(), volumes);
    }

    /** What a volume is there for. */
    public enum Side {
        /** To be found. */
        INDEX("train", "training"),
        /** To be asked for. */
        QUERIES("test", "testing");

        private final String fileLabel;
        private final String column;

        Side(String fileLabel, String column) {
            this.fileLabel = fileLabel;
            this.column = column;
        }

        String fileLabel() {
            return fileLabel;
        }

        public String column() {
            return column;
        }
    }
}
