package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Arrays;

/**
 * Decodes the coefficients of one code-block, bit-plane by bit-plane (T.800 annex D).
 *
 * <p>What is known of four rows of a column, a stripe's height, lies in one int: bits 0 to 17 say which coefficients are
 * significant, in six rows of three (the stripe, the row above and the one below; the column, its left and its right), so
 * that shifted by three bits a row they are a neighbourhood of {@link Contexts}. From bit 18 on come, three bits a row, for
 * the column alone: the sign, whether it was refined, whether this bit-plane's first pass visited it; the row above and
 * the one below have their sign only, at bits 18 and 31.
 */
final class BlockDecoder {
    /** Of one row, once its three bits are shifted away. */
    private static final int SIGNIFICANT = 1 << 4;

    private static final int NEIGHBOURS = 0x1ef;
    private static final int SIGN_BIT = 19;
    private static final int REFINED = 1 << 20;
    private static final int VISITED = 1 << 21;

    private static final int ANY_SIGNIFICANT = 0x3ffff;
    /** The first bits of the stripe's four rows. */
    private static final int ROWS = 0b1001001001;

    private static final int ROWS_SIGNIFICANT = SIGNIFICANT | SIGNIFICANT << 3 | SIGNIFICANT << 6 | SIGNIFICANT << 9;
    private static final int ROWS_VISITED = VISITED | VISITED << 3 | VISITED << 6 | VISITED << 9;
    /** From a row's visited bit down to its significant bit. */
    private static final int VISITED_TO_SIGNIFICANT = 17;

    /** From a row's significant bit up to its refined bit. */
    private static final int SIGNIFICANT_TO_REFINED = 16;

    private static final int FIRST_REFINEMENT = 14;
    private static final int OTHER_REFINEMENT = 16;

    private static final int STRIPE = 4;
    /** Of the widest code-block, 1024 x 4, with a border of one. */
    private static final int MAX_COLUMNS = (1024 + 2) * 3;

    private static final int MAX_COEFFICIENTS = 4096;
    /** A sign, the planes, and half a unit below them fill an int. */
    private static final int MAX_PLANES = 30;

    /** A bit-plane's passes, three in turn. */
    private static final int SIGNIFICANCE = 0;

    private static final int REFINEMENT = 1;
    private static final int CLEANUP = 2;
    /** Of the first bit-plane there is only the last pass. */
    private static final int FIRST_PASS = CLEANUP;

    private static final int SEGMENTATION_SYMBOL = 0b1010;

    private final ArithmeticDecoder decoder = new ArithmeticDecoder();
    private final RawBits raw = new RawBits();
    private final int[] columns = new int[MAX_COLUMNS];
    private final int[] coefficients = new int[MAX_COEFFICIENTS];
    private byte[] segment = new byte[8 << 10];

    private int width;
    private int height;
    private int stride;
    private boolean causal;
    private byte[] significanceLabels;
    /** Half a unit of the bit-plane at hand, in units of half a coefficient. */
    private int half;

    /**
     * Decodes all that the packets brought.
     *
     * @param planes of the subband, with a region's shift
     * @param data where the chunks lie
     * @return {@code [height][width]} of the block, valid until the next call: bit 31 is the sign, below it lies twice the
     *     magnitude, of which the middle of what is still unknown is assumed
     */
    int[] decode(CodeBlock block, Subband.Kind kind, int planes, CodingStyle style, Chunks chunks, byte[] data) {
        if (planes - block.zeroPlanes > MAX_PLANES) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "JPEG 2000 coefficients of more than 30 bits");
        }
        width = block.width;
        height = block.height;
        stride = width + 2;
        causal = style.has(CodingStyle.VERTICALLY_CAUSAL);
        significanceLabels = Contexts.significance(kind);
        Arrays.fill(columns, 0, stride * ((height + STRIPE - 1) / STRIPE + 2), 0);
        Arrays.fill(coefficients, 0, width * height, 0);
        decoder.resetContexts();

        int plane = planes - block.zeroPlanes - 1;
        int pass = FIRST_PASS;
        int chunk = block.firstChunk;
        while (chunk >= 0) {
            int size = 0;
            int passes = 0;
            do {
                size = append(data, chunks.from(chunk), chunks.length(chunk), size);
                passes += chunks.passes(chunk);
                chunk = chunks.next(chunk);
            } while (chunk >= 0 && !chunks.startsSegment(chunk));
            segment[size] = (byte) 0xff;
            segment[size + 1] = (byte) 0xff;

            boolean bypassed = style.has(CodingStyle.BYPASS)
                    && pass >= FIRST_PASS + CodingStyle.PASSES_BEFORE_BYPASS
                    && pass % 3 != CLEANUP;
            if (bypassed) {
                raw.start(segment, 0);
            } else {
                decoder.start(segment, 0);
            }
            for (int end = pass + passes; pass < end; pass++) {
                half = 1 << plane;
                switch (pass % 3) {
                    case SIGNIFICANCE -> significancePass(bypassed);
                    case REFINEMENT -> refinementPass(bypassed);
                    default -> {
                        cleanupPass();
                        checkSegmentationSymbol(style);
                        plane--;
                    }
                }
                if (style.has(CodingStyle.RESET)) {
                    decoder.resetContexts();
                }
            }
        }
        return coefficients;
    }

    private int append(byte[] data, int from, int length, int size) {
        if (segment.length - 2 - size < length) {
            segment = Arrays.copyOf(segment, Math.max(2 * segment.length, size + length + 2));
        }
        System.arraycopy(data, from, segment, size, length);
        return size + length;
    }

    private void checkSegmentationSymbol(CodingStyle style) {
        if (style.has(CodingStyle.SEGMENTATION_SYMBOLS)) {
            int symbol = 0;
            for (int i = 0; i < 4; i++) {
                symbol = symbol << 1 | decoder.decode(ArithmeticDecoder.UNIFORM_LABEL);
            }
            if (symbol != SEGMENTATION_SYMBOL) {
                throw new CodedException(ErrorCode.MALFORMED, "a JPEG 2000 code-block's segmentation symbol is wrong");
            }
        }
    }

    private void significancePass(boolean bypassed) {
        for (int top = 0; top < height; top += STRIPE) {
            int rows = Math.min(STRIPE, height - top);
            if (bypassed) {
                rawSignificanceOfStripe(top, rows);
            } else {
                significanceOfStripe(top, rows);
            }
        }
    }

    private void significanceOfStripe(int top, int rows) {
        ArithmeticDecoder mq = decoder;
        int[] contexts = mq.contexts;
        int[] known = columns;
        byte[] labels = significanceLabels;
        int reserve = mq.reserve;
        int first = firstColumn(top);
        int rowsThere = ROWS & (1 << 3 * rows) - 1;
        for (int at = first; at < first + width; at++) {
            int column = known[at];
            int due = rowsNearSignificant(column) & ~(column >>> 4) & rowsThere;
            if (due == 0) {
                continue;
            }
            do {
                int shift = Integer.numberOfTrailingZeros(due);
                due &= due - 1;
                int label = labels[column >>> shift & NEIGHBOURS];
                int context = contexts[label];
                int bit = context & 1;
                reserve -= context & ArithmeticDecoder.PROBABILITY;
                if (reserve < 0) {
                    bit = mq.exchange(label, reserve);
                    reserve = mq.reserve;
                }
                column |= VISITED << shift;
                if (bit != 0) {
                    known[at] = column;
                    mq.reserve = reserve;
                    makeSignificant(at, shift, top, sign(at, shift));
                    reserve = mq.reserve;
                    column = known[at];
                    due |= 1 << shift + 3 & ~(column >>> 4) & rowsThere;
                }
            } while (due != 0);
            known[at] = column;
        }
        mq.reserve = reserve;
    }

    /** Bits 0, 3, 6, 9 of the rows that are significant or have a significant neighbour. */
    private static int rowsNearSignificant(int column) {
        int significant = column & ANY_SIGNIFICANT;
        int near = significant | significant >>> 3 | significant >>> 6;
        return near | near >>> 1 | near >>> 2;
    }

    private void rawSignificanceOfStripe(int top, int rows) {
        int first = firstColumn(top);
        for (int at = first; at < first + width; at++) {
            for (int shift = 0; shift < 3 * rows; shift += 3) {
                int near = columns[at] >>> shift;
                if ((near & SIGNIFICANT) == 0 && (near & NEIGHBOURS) != 0) {
                    columns[at] |= VISITED << shift;
                    if (raw.bit() != 0) {
                        makeSignificant(at, shift, top, raw.bit());
                    }
                }
            }
        }
    }

    private void refinementPass(boolean bypassed) {
        for (int top = 0; top < height; top += STRIPE) {
            if (bypassed) {
                rawRefinementOfStripe(top);
            } else {
                refinementOfStripe(top);
            }
        }
    }

    private void refinementOfStripe(int top) {
        ArithmeticDecoder mq = decoder;
        int[] contexts = mq.contexts;
        int[] known = columns;
        int[] values = coefficients;
        int reserve = mq.reserve;
        int rowLength = width;
        int less = half;
        int first = firstColumn(top);
        int toValue = top * rowLength - first;
        for (int at = first; at < first + rowLength; at++) {
            int column = known[at];
            int due = column & ~(column >>> VISITED_TO_SIGNIFICANT) & ROWS_SIGNIFICANT;
            if (due == 0) {
                continue;
            }
            int refined = due << SIGNIFICANT_TO_REFINED;
            do {
                int shift = Integer.numberOfTrailingZeros(due) - 4;
                due &= due - 1;
                int label = refinementLabel(column >>> shift);
                int context = contexts[label];
                int bit = context & 1;
                reserve -= context & ArithmeticDecoder.PROBABILITY;
                if (reserve < 0) {
                    bit = mq.exchange(label, reserve);
                    reserve = mq.reserve;
                }
                values[toValue + at + rowOf(shift) * rowLength] += (less << 1 & -bit) - less;
            } while (due != 0);
            known[at] = column | refined;
        }
        mq.reserve = reserve;
    }

    private void rawRefinementOfStripe(int top) {
        int first = firstColumn(top);
        for (int at = first; at < first + width; at++) {
            int due = columns[at] & ~(columns[at] >>> VISITED_TO_SIGNIFICANT) & ROWS_SIGNIFICANT;
            columns[at] |= due << SIGNIFICANT_TO_REFINED;
            for (; due != 0; due &= due - 1) {
                int row = top + rowOf(Integer.numberOfTrailingZeros(due) - 4);
                coefficients[row * width + at - first] += raw.bit() != 0 ? half : -half;
            }
        }
    }

    /** A third, of 0, 3, 6 or 9. */
    private static int rowOf(int shift) {
        return shift * 11 >> 5;
    }

    private static int refinementLabel(int near) {
        int first = (near & NEIGHBOURS) != 0 ? FIRST_REFINEMENT + 1 : FIRST_REFINEMENT;
        return (near & REFINED) != 0 ? OTHER_REFINEMENT : first;
    }

    private void cleanupPass() {
        for (int top = 0; top < height; top += STRIPE) {
            cleanupOfStripe(top, Math.min(STRIPE, height - top));
        }
    }

    private void cleanupOfStripe(int top, int rows) {
        ArithmeticDecoder mq = decoder;
        int[] contexts = mq.contexts;
        int[] known = columns;
        byte[] labels = significanceLabels;
        int reserve = mq.reserve;
        int first = firstColumn(top);
        int rowsThere = ROWS_SIGNIFICANT & (1 << 4 + 3 * rows) - 1;
        for (int at = first; at < first + width; at++) {
            int column = known[at];
            int due = rowsThere & ~(column | column >>> VISITED_TO_SIGNIFICANT);
            if (column == 0 && rows == STRIPE) {
                int context = contexts[ArithmeticDecoder.RUN_LABEL];
                int bit = context & 1;
                reserve -= context & ArithmeticDecoder.PROBABILITY;
                if (reserve < 0) {
                    bit = mq.exchange(ArithmeticDecoder.RUN_LABEL, reserve);
                    reserve = mq.reserve;
                }
                if (bit == 0) {
                    continue;
                }
                mq.reserve = reserve;
                int shift = 3
                        * (mq.decode(ArithmeticDecoder.UNIFORM_LABEL) << 1
                                | mq.decode(ArithmeticDecoder.UNIFORM_LABEL));
                makeSignificant(at, shift, top, sign(at, shift));
                reserve = mq.reserve;
                column = known[at];
                due &= -SIGNIFICANT << shift + 1;
            }
            while (due != 0) {
                int shift = Integer.numberOfTrailingZeros(due) - 4;
                due &= due - 1;
                int label = labels[column >>> shift & NEIGHBOURS];
                int context = contexts[label];
                int bit = context & 1;
                reserve -= context & ArithmeticDecoder.PROBABILITY;
                if (reserve < 0) {
                    bit = mq.exchange(label, reserve);
                    reserve = mq.reserve;
                }
                if (bit != 0) {
                    mq.reserve = reserve;
                    makeSignificant(at, shift, top, sign(at, shift));
                    reserve = mq.reserve;
                    column = known[at];
                }
            }
            known[at] = column & ~ROWS_VISITED;
        }
        mq.reserve = reserve;
    }

    private int firstColumn(int top) {
        return (top / STRIPE + 1) * stride + 1;
    }

    /** Decodes a sign by its four nearest neighbours. */
    private int sign(int at, int shift) {
        int column = columns[at];
        int aboveSign = shift == 0 ? column >>> SIGN_BIT - 1 : column >>> shift + SIGN_BIT - 3;
        int near = column >>> shift & 0b1010_1010
                | aboveSign & 1
                | (columns[at - 1] >>> shift + SIGN_BIT & 1) << 2
                | (columns[at + 1] >>> shift + SIGN_BIT & 1) << 4
                | (column >>> shift + SIGN_BIT + 3 & 1) << 6;
        int label = Contexts.SIGN[near];
        return decoder.decode(label >> 1) ^ label & 1;
    }

    private void makeSignificant(int at, int shift, int top, int negative) {
        int[] known = columns;
        int row = rowOf(shift);
        int column = at - firstColumn(top);
        coefficients[(top + row) * width + column] = negative << 31 | 3 * half;
        known[at - 1] |= 1 << 5 + shift;
        known[at] |= SIGNIFICANT << shift | negative << SIGN_BIT + shift;
        known[at + 1] |= 1 << 3 + shift;
        if (row == 0 && !causal) {
            known[at - stride - 1] |= 1 << 17;
            known[at - stride] |= 1 << 16 | negative << 31;
            known[at - stride + 1] |= 1 << 15;
        } else if (row == STRIPE - 1) {
            known[at + stride - 1] |= 1 << 2;
            known[at + stride] |= 1 << 1 | negative << 18;
            known[at + stride + 1] |= 1;
        }
    }
}
