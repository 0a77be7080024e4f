package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The header of an NPY file: the literal of a Python dictionary with the keys {@code descr}, {@code fortran_order} and
 * {@code shape}, read by its own small grammar.
 *
 * @param bytesPerValue 4 for float32, 8 for float64
 * @param shape one or two axes
 */
record NpyHeader(int bytesPerValue, List<Integer> shape) {
    private static final int MAX_AXES = 2;

    /** What fits an int. */
    private static final int MAX_DIGITS = 9;

    /** @throws CodedException {@code MALFORMED} */
    static NpyHeader parse(byte[] latin1) {
        return new Reader(new String(latin1, StandardCharsets.ISO_8859_1)).header();
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        NpyHeader header() {
            int bytes = 0;
            List<Integer> shape = List.of();
            Set<String> keys = new HashSet<>();
            expect('{');
            while (!accept('}')) {
                String key = quoted();
                expect(':');
                keys.add(key);
                switch (key) {
                    case "descr" -> bytes = bytesPerValue(quoted());
                    case "fortran_order" -> inCOrder();
                    case "shape" -> shape = tuple();
                    default -> throw malformed("the header has a key that NPY does not know");
                }
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            blanks();
            if (at < text.length()) {
                throw malformed("something follows the header's dictionary");
            }
            if (keys.size() != 3) {
                throw malformed("the header has not the three keys of NPY");
            }
            if (shape.isEmpty() || shape.size() > MAX_AXES || shape.contains(0)) {
                throw malformed("the array has not one or two axes, or is empty");
            }
            return new NpyHeader(bytes, shape);
        }

        private static int bytesPerValue(String type) {
            return switch (type) {
                case "<f4" -> Float.BYTES;
                case "<f8" -> Double.BYTES;
                default -> throw malformed("only little-endian float32 and float64 are read");
            };
        }

        private void inCOrder() {
            blanks();
            if (!text.startsWith("False", at)) {
                throw malformed("only C order is read");
            }
            at += "False".length();
        }

        private List<Integer> tuple() {
            List<Integer> lengths = new ArrayList<>();
            expect('(');
            while (!accept(')')) {
                lengths.add(number());
                if (!accept(',')) {
                    expect(')');
                    break;
                }
            }
            return List.copyOf(lengths);
        }

        private int number() {
            blanks();
            int from = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == from || at - from > MAX_DIGITS) {
                throw malformed("an axis has no length of 1 to 9 digits");
            }
            return Integer.parseInt(text.substring(from, at));
        }

        private String quoted() {
            blanks();
            char quote = at < text.length() ? text.charAt(at) : 0;
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            if (end < 0) {
                throw malformed("the header has no text where there must be one");
            }
            String quoted = text.substring(at + 1, end);
            at = end + 1;
            return quoted;
        }

        private void expect(char wanted) {
            if (!accept(wanted)) {
                throw malformed("the header is no dictionary of NPY");
            }
        }

        private boolean accept(char wanted) {
            blanks();
            boolean found = at < text.length() && text.charAt(at) == wanted;
            at += found ? 1 : 0;
            return found;
        }

        private void blanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
                at++;
            }
        }

        private static CodedException malformed(String what) {
            return new CodedException(ErrorCode.MALFORMED, what);
        }
    }
}
