package io.mirstream.imaging.codec.jpeg2000;

import java.util.Arrays;

/**
 * The MQ decoder (T.800 annex C) with the 19 contexts of one code-block.
 *
 * <p>Of the interval and of the code register, {@link #reserve} is set aside: what more probable symbols may take from
 * both before either the interval needs a renormalization or the code leaves the upper sub-interval. So the frequent case
 * is one subtraction, which the coding passes write out themselves:
 *
 * <pre>
 * int context = decoder.contexts[label];
 * int bit = context &amp; 1;
 * reserve -= context &amp; PROBABILITY;
 * if (reserve &lt; 0) {
 *     bit = decoder.exchange(label, reserve);
 *     reserve = decoder.reserve;
 * }
 * </pre>
 */
final class ArithmeticDecoder {
    /** Context labels: 0 to 8 for significance, 9 to 13 for signs, 14 to 16 for refinement (T.800 annex D). */
    static final int RUN_LABEL = 17;

    static final int UNIFORM_LABEL = 18;
    private static final int LABELS = 19;

    /** Selects the less probable symbol's probability from a context; below lie 7 bits of state and the symbol. */
    static final int PROBABILITY = 0x7fff << 8;

    private static final int STATE_AND_SYMBOL = 0xff;
    /** The interval's 0x8000 of annex C: all registers carry 8 bits of the code that is not compared yet. */
    private static final int HALF = 0x8000 << 8;

    private static final int HALF_LEADING_ZEROS = Integer.numberOfLeadingZeros(HALF);

    /** T.800 table C.2. */
    private static final int[] PROBABILITIES = {
        0x5601, 0x3401, 0x1801, 0x0ac1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1c01, 0x1601,
        0x5601, 0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1c01, 0x1801, 0x1601, 0x1401,
        0x1201, 0x1101, 0x0ac1, 0x09c1, 0x08a1, 0x0521, 0x0441, 0x02a1, 0x0221, 0x0141, 0x0111, 0x0085, 0x0049, 0x0025,
        0x0015, 0x0009, 0x0005, 0x0001, 0x5601
    };

    private static final int[] AFTER_MORE_PROBABLE = {
        1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46
    };
    private static final int[] AFTER_LESS_PROBABLE = {
        1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25, 26,
        27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 46
    };
    private static final boolean[] SWITCHES = new boolean[PROBABILITIES.length];

    /** Contexts by state, its more probable symbol, and whether the less probable one was decoded. */
    private static final int[] NEXT = new int[4 * PROBABILITIES.length];

    static {
        SWITCHES[0] = true;
        SWITCHES[6] = true;
        SWITCHES[14] = true;
        for (int state = 0; state < PROBABILITIES.length; state++) {
            for (int symbol = 0; symbol < 2; symbol++) {
                int at = 2 * (2 * state + symbol);
                NEXT[at] = context(AFTER_MORE_PROBABLE[state], symbol);
                NEXT[at + 1] = context(AFTER_LESS_PROBABLE[state], SWITCHES[state] ? 1 - symbol : symbol);
            }
        }
    }

    final int[] contexts = new int[LABELS];
    int reserve;

    private byte[] data;
    private int position;
    private int interval;
    private int code;
    private int shiftsLeft;

    /** All contexts to their initial states (T.800 table D.7). */
    void resetContexts() {
        Arrays.fill(contexts, context(0, 0));
        contexts[0] = context(4, 0);
        contexts[RUN_LABEL] = context(3, 0);
        contexts[UNIFORM_LABEL] = context(46, 0);
    }

    /** Starts a segment, behind which two bytes 0xff lie. */
    void start(byte[] bytes, int from) {
        data = bytes;
        position = from;
        code = (bytes[from] & 0xff) << 8;
        takeByte();
        code <<= 7;
        shiftsLeft -= 7;
        interval = HALF;
        setReserveAside();
    }

    /** The symbol of a context, where that is likely not worth writing out. */
    int decode(int label) {
        int context = contexts[label];
        reserve -= context & PROBABILITY;
        return reserve < 0 ? exchange(label, reserve) : context & 1;
    }

    /** Ends a symbol that has used up the reserve, which is {@code overdrawn} by what is given; sets a new one aside. */
    int exchange(int label, int overdrawn) {
        int context = contexts[label];
        int probability = context & PROBABILITY;
        int rest = interval + overdrawn;
        int above = code + overdrawn;
        // all ones where the code is in the lower sub-interval; branches here would be mispredicted half of the time
        int lower = above >> 31;
        int lessProbable = (rest - probability ^ above) >>> 31;
        contexts[label] = NEXT[2 * (context & STATE_AND_SYMBOL) + lessProbable];
        renormalize(lower & probability | ~lower & rest, above + (lower & probability));
        return context & 1 ^ lessProbable;
    }

    private void renormalize(int rest, int above) {
        int shifts = Integer.numberOfLeadingZeros(rest) - HALF_LEADING_ZEROS;
        interval = rest << shifts;
        code = above;
        while (shifts > shiftsLeft) {
            code <<= shiftsLeft;
            shifts -= shiftsLeft;
            takeByte();
        }
        code <<= shifts;
        shiftsLeft -= shifts;
        setReserveAside();
    }

    private void setReserveAside() {
        reserve = Math.min(interval - HALF, code);
        interval -= reserve;
        code -= reserve;
    }

    /** After a byte of ones comes one of seven bits, or a marker, in whose place ones are read (T.800 C.3.4). */
    private void takeByte() {
        if (data[position] == (byte) 0xff) {
            int next = data[position + 1] & 0xff;
            if (next > 0x8f) {
                code += 0xff;
                shiftsLeft = 8;
            } else {
                position++;
                code += next << 1;
                shiftsLeft = 7;
            }
        } else {
            position++;
            code += data[position] & 0xff;
            shiftsLeft = 8;
        }
    }

    private static int context(int state, int symbol) {
        return PROBABILITIES[state] << 8 | state << 1 | symbol;
    }
}
