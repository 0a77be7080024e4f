package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * RFC 4180 to the letter, with LF for CRLF as the only liberty. Blanks are part of a cell: common readers drop those that
 * lead, and a caption must be read as it is.
 */
final class CsvReader {
    private static final char END = '\uFFFF'; // no character of Unicode

    private final String file;
    private final String text;
    private final List<List<String>> rows = new ArrayList<>();
    private int at;

    CsvReader(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** @throws CodedException {@code MALFORMED} */
    List<List<String>> rows() {
        while (at < text.length()) {
            List<String> row = new ArrayList<>();
            row.add(cell());
            while (accept(',')) {
                row.add(cell());
            }
            boolean ended = accept('\r') ? accept('\n') : accept('\n') || at == text.length();
            if (!ended) {
                throw malformed();
            }
            rows.add(List.copyOf(row));
        }
        return rows;
    }

    private String cell() {
        return accept('"') ? quoted() : plain();
    }

    private String plain() {
        int from = at;
        while (next() != ',' && next() != '\r' && next() != '\n' && next() != END) {
            if (next() == '"') {
                throw malformed();
            }
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() {
        StringBuilder cell = new StringBuilder();
        do {
            int end = text.indexOf('"', at);
            if (end < 0) {
                throw malformed();
            }
            cell.append(text, at, end);
            at = end + 1;
            if (next() == '"') {
                cell.append('"');
            }
        } while (accept('"'));
        return cell.toString();
    }

    private boolean accept(char wanted) {
        boolean found = next() == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private char next() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private CodedException malformed() {
        return new CodedException(
                ErrorCode.MALFORMED, file + ": row " + rows.size() + " breaks the rules of CSV (0 is the header)");
    }
}
