package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * A small CSV file (RFC 4180) in UTF-8, whose rows are as long as its header.
 *
 * @param file its name, for messages
 * @param byteOrderMark whether it begins with one, which is no part of the first column's name
 */
record CsvTable(String file, boolean byteOrderMark, List<String> header, List<List<String>> rows) {
    /** The largest that is published has 245 KB. */
    private static final int MAX_BYTES = 16 << 20;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * @throws CodedException {@code LOCATION_NOT_FOUND}, {@code LOCATION_UNREADABLE}, {@code LIMIT_EXCEEDED}; {@code MALFORMED}
     *     for what is not UTF-8 or not CSV, a row of another length than the header, or a column's name that comes twice
     */
    static CsvTable read(Path path) {
        String file = path.getFileName().toString();
        String text = text(path, file);
        boolean marked = text.startsWith(BYTE_ORDER_MARK);
        List<List<String>> rows = new CsvReader(file, marked ? text.substring(BYTE_ORDER_MARK.length()) : text).rows();
        if (rows.isEmpty()) {
            throw malformed(file, "there is no header");
        }
        List<String> header = rows.removeFirst();
        if (new HashSet<>(header).size() < header.size()) {
            throw malformed(file, "two columns have one name");
        }
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).size() != header.size()) {
                throw malformed(file, "row " + (row + 1) + " is not as long as the header");
            }
        }
        return new CsvTable(file, marked, List.copyOf(header), List.copyOf(rows));
    }

    /** Whether the first column has no name: the row numbers that pandas writes. */
    boolean hasIndexColumn() {
        return header.getFirst().isEmpty();
    }

    /** Whether these are all columns, in this order, behind an index column where there is one. */
    boolean hasColumns(List<String> names) {
        return header.subList(hasIndexColumn() ? 1 : 0, header.size()).equals(names);
    }

    List<String> column(String name) {
        int at = header.indexOf(name);
        return rows.stream().map(row -> row.get(at)).toList();
    }

    CodedException malformed(String what) {
        return malformed(file, what);
    }

    private static CodedException malformed(String file, String what) {
        return new CodedException(ErrorCode.MALFORMED, file + ": " + what);
    }

    private static String text(Path path, String file) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new CodedException(ErrorCode.LIMIT_EXCEEDED, file + ": larger than 16 MiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, file + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new CodedException(ErrorCode.MALFORMED, file + ": not UTF-8", e);
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, file + ": cannot be read", e);
        }
    }
}
