package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Arrays;

/**
 * A Huffman table (T.81 annex C and F.2.2.3) that answers with an <em>entry</em>: the symbol and how many bits it takes.
 *
 * <p>Of a symbol the low four bits are the category of a difference or coefficient, that many bits follow the code; the high
 * four are the run of zeros before a coefficient. The lossless category 16, the difference 32768 without further bits, is
 * by that reading a run of 1 and category 0.
 */
final class JpegHuffmanTable {
    static final int MAX_LENGTH = 16;
    static final int MAX_SYMBOLS = 256;
    static final int LAST_DC_CATEGORY = 15;
    static final int LAST_LOSSLESS_CATEGORY = 16;

    /** A code and what follows it: 16 + 15. */
    static final int MAX_ENTRY_BITS = 31;

    private static final int NO_CODE = 0;

    /** Longer codes are rare by their nature; 8 KiB leave room in a 32 KiB first-level cache. */
    private static final int LOOKUP_BITS = 11;

    private static final int CODE_LENGTH_SHIFT = 8;
    private static final int CATEGORY_SHIFT = 16;
    private static final int RUN_SHIFT = 20;

    private final int[] lookup = new int[1 << LOOKUP_BITS];
    private final int[] entries = new int[MAX_SYMBOLS]; // in order of the codes
    private final int[] lastCode = new int[MAX_LENGTH + 1]; // -1 where no code has that length
    private final int[] firstEntry = new int[MAX_LENGTH + 1]; // index of a length's first entry, less its first code
    private boolean defined;
    private int largestSymbol;

    /** @param codesOfLength number of codes of each length, from 1 */
    void define(int[] codesOfLength, byte[] symbols) {
        Arrays.fill(lookup, NO_CODE);
        largestSymbol = 0;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= MAX_LENGTH; length++, code <<= 1) {
            int count = codesOfLength[length];
            if (code + count > 1 << length) {
                throw new CodedException(ErrorCode.MALFORMED, "a JPEG Huffman table has more codes than there are");
            }
            firstEntry[length] = index - code;
            lastCode[length] = count == 0 ? -1 : code + count - 1;
            for (int last = code + count; code < last; code++, index++) {
                int symbol = symbols[index] & 0xff;
                largestSymbol = Math.max(largestSymbol, symbol);
                entries[index] = entry(length, symbol);
                if (length <= LOOKUP_BITS) {
                    int free = LOOKUP_BITS - length;
                    Arrays.fill(lookup, code << free, (code + 1) << free, entries[index]);
                }
            }
        }
        defined = true;
    }

    void undefine() {
        defined = false;
    }

    boolean defined() {
        return defined;
    }

    int largestSymbol() {
        return largestSymbol;
    }

    /**
     * The entry of the code that {@code window} begins with.
     *
     * @param window bits to come, the next one highest; at least {@link #MAX_ENTRY_BITS} of them
     * @throws CodedException {@code MALFORMED} when it begins with none
     */
    int lookup(long window) {
        int entry = lookup[(int) (window >>> (Long.SIZE - LOOKUP_BITS))];
        return entry != NO_CODE ? entry : longCode(window);
    }

    /** Bits of the code and of what follows it. */
    static int bits(int entry) {
        return entry & 0xff;
    }

    static int category(int entry) {
        return entry >>> CATEGORY_SHIFT & 0xf;
    }

    static int run(int entry) {
        return entry >>> RUN_SHIFT;
    }

    /** The number that follows the code: 0 in category 0, else sign and magnitude by T.81 figure F.12. */
    static int value(int entry, long window) {
        int category = category(entry);
        long rest = window << (entry >>> CODE_LENGTH_SHIFT); // the shift takes the low six bits: the code's length
        int magnitude = (int) (rest >>> 1 >>> (Long.SIZE - 1 - category));
        int ifNegative = (int) ~(rest >> (Long.SIZE - 1));
        return magnitude + (ifNegative & (1 - (1 << category)));
    }

    private static int entry(int length, int symbol) {
        int category = symbol & 0xf;
        int bits = length + category;
        return symbol >> 4 << RUN_SHIFT | category << CATEGORY_SHIFT | length << CODE_LENGTH_SHIFT | bits;
    }

    private int longCode(long window) {
        for (int length = LOOKUP_BITS + 1; length <= MAX_LENGTH; length++) {
            int code = (int) (window >>> (Long.SIZE - length));
            if (code <= lastCode[length]) {
                return entries[firstEntry[length] + code];
            }
        }
        throw new CodedException(ErrorCode.MALFORMED, "bits that are no code of the JPEG scan's table");
    }
}
