package io.mirstream.imaging.codec;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Prefix codes of a test's choice. */
final class JpegCodes {
    private static final int MAX_LENGTH = 16;

    private final int[] symbols;
    private final int[] lengths;
    private final int[] codes;

    private JpegCodes(int[] symbols, int[] lengths) {
        this.symbols = symbols;
        this.lengths = lengths;
        this.codes = new int[symbols.length];
        for (int i = 1; i < codes.length; i++) {
            codes[i] = (codes[i - 1] + 1) << (lengths[i] - lengths[i - 1]);
        }
    }

    /** All codes of one length. */
    static JpegCodes flat(int length, int... symbols) {
        int[] lengths = new int[symbols.length];
        Arrays.fill(lengths, length);
        return new JpegCodes(symbols, lengths);
    }

    /** Codes 0, 10, 110 and so on; those beyond 15 ones share the last lengths. */
    static JpegCodes steep(int... symbols) {
        int[] lengths = new int[symbols.length];
        Arrays.setAll(lengths, i -> Math.min(i + 1, MAX_LENGTH));
        return new JpegCodes(symbols, lengths);
    }

    /** @param name table class and number, as T.81 B.2.4.2 packs them */
    int[] table(int name) {
        IntStream counts = IntStream.rangeClosed(1, MAX_LENGTH).map(length ->
                (int) Arrays.stream(lengths).filter(each -> each == length).count());
        return IntStream.concat(IntStream.concat(IntStream.of(name), counts), Arrays.stream(symbols))
                .toArray();
    }

    int code(int symbol) {
        return codes[index(symbol)];
    }

    int length(int symbol) {
        return lengths[index(symbol)];
    }

    private int index(int symbol) {
        for (int i = 0; i < symbols.length; i++) {
            if (symbols[i] == symbol) {
                return i;
            }
        }
        throw new AssertionError("no code for symbol " + symbol);
    }
}
