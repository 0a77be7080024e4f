package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The captions that the notebook of the multimodal method reads, which are not those of the labels.
 *
 * @param name of the file
 */
public record CaptionFile(String name, Map<VolumeId, Row> rows) {
    private static final List<String> COLUMNS = List.of("filename", "caption");

    public CaptionFile {
        rows = Map.copyOf(rows);
    }

    /** @param number from 0, in the order of the file */
    public record Row(int number, String caption) {
        /** What the released code gives to the text encoder in place of the caption. */
        public String released() {
            return ReleasedCaption.of(number, caption);
        }
    }

    /** @throws CodedException {@code MALFORMED} for other columns, a bad name or a name that comes twice; those of reading the file */
    public static CaptionFile read(Path file) {
        CsvTable table = CsvTable.read(file);
        if (!table.hasColumns(COLUMNS)) {
            throw table.malformed("the columns are not filename,caption");
        }
        List<String> names = table.column("filename");
        List<String> captions = table.column("caption");
        Map<VolumeId, Row> rows = new LinkedHashMap<>();
        for (int row = 0; row < names.size(); row++) {
            if (rows.put(volume(table, row, names.get(row)), new Row(row, captions.get(row))) != null) {
                throw table.malformed("row " + (row + 1) + ": the name comes twice");
            }
        }
        return new CaptionFile(table.file(), rows);
    }

    public Optional<Row> of(VolumeId volume) {
        return Optional.ofNullable(rows.get(volume));
    }

    private static VolumeId volume(CsvTable table, int row, String name) {
        try {
            return new VolumeId(name);
        } catch (CodedException e) {
            throw table.malformed("row " + (row + 1) + ": " + e.getMessage());
        }
    }
}
