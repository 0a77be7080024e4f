package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Arrays;

/** The scan of a baseline or extended sequential frame: blocks of 8 x 8 coefficients, row by row (T.81 annex F). */
final class JpegDctScan {
    private static final int SIDE = JpegInverseDct.SIDE;
    private static final int LAST_AC = SIDE * SIDE - 1;

    /** A run of zeros without a coefficient after it: 16 with this run, else the rest of the block (T.81 F.1.2.2.1). */
    private static final int LONGEST_RUN = 15;

    /** Each coefficient takes {@link JpegHuffmanTable#MAX_ENTRY_BITS} at most. */
    private static final int MAX_BLOCK_BYTES = SIDE * SIDE * 4;

    /** Where in a block the coefficient of a place in the scan belongs (T.81 figure A.6). */
    private static final int[] ZIGZAG = zigzag();

    private final int[] block = new int[SIDE * SIDE];

    void decode(JpegHeader header, JpegEntropyBits bits, FrameFormat format, short[] samples) {
        int across = (format.columns() + SIDE - 1) / SIDE;
        int down = (format.rows() + SIDE - 1) / SIDE;
        int blocks = across * down;
        int interval = header.restartInterval() == 0 ? blocks : header.restartInterval();
        for (int first = 0; first < blocks; first += interval) {
            int end = Math.min(blocks, first + interval);
            bits.nextInterval((long) (end - first) * MAX_BLOCK_BYTES, MAX_BLOCK_BYTES);
            long position = 0;
            int dc = 0;
            for (int number = first; number < end; number++) {
                Arrays.fill(block, 0);
                position = coefficients(header, bits, position);
                bits.checkTaken(position);
                dc += block[0];
                block[0] = dc * header.quantisation()[0];
                JpegInverseDct.transform(block, header.precision());
                store(header.precision(), number / across * SIDE, number % across * SIDE, format, samples);
            }
        }
    }

    /** The difference of the DC coefficient, as it is, and the AC coefficients, times their factors. */
    private long coefficients(JpegHeader header, JpegEntropyBits bits, long start) {
        int[] factors = header.quantisation();
        JpegHuffmanTable acTable = header.acTable();
        long position = start;
        long window = bits.window(position);
        int entry = header.dcTable().lookup(window);
        block[0] = JpegHuffmanTable.value(entry, window);
        position += JpegHuffmanTable.bits(entry);
        for (int k = 1; k <= LAST_AC; k++) {
            window = bits.window(position);
            entry = acTable.lookup(window);
            position += JpegHuffmanTable.bits(entry);
            int run = JpegHuffmanTable.run(entry);
            k += run;
            if (JpegHuffmanTable.category(entry) != 0) {
                if (k > LAST_AC) {
                    bits.checkTaken(position);
                    throw new CodedException(ErrorCode.MALFORMED, "a JPEG block has more than 64 coefficients");
                }
                block[ZIGZAG[k]] = JpegHuffmanTable.value(entry, window) * factors[k];
            } else if (run != LONGEST_RUN) {
                break;
            }
        }
        return position;
    }

    /** Shifts the level and cuts off what is outside the image or the range (T.81 A.3.1 and F.2.1.5). */
    private void store(int precision, int top, int left, FrameFormat format, short[] samples) {
        int middle = 1 << (precision - 1);
        int largest = (1 << precision) - 1;
        int height = Math.min(SIDE, format.rows() - top);
        int width = Math.min(SIDE, format.columns() - left);
        for (int y = 0; y < height; y++) {
            int to = (top + y) * format.columns() + left;
            for (int x = 0; x < width; x++) {
                samples[to + x] = (short) Math.clamp(block[y * SIDE + x] + middle, 0, largest);
            }
        }
    }

    /** Diagonals from the top left, upwards and downwards in turn. */
    private static int[] zigzag() {
        int[] order = new int[SIDE * SIDE];
        int k = 0;
        for (int diagonal = 0; diagonal <= 2 * (SIDE - 1); diagonal++) {
            int first = Math.max(0, diagonal - (SIDE - 1));
            int last = Math.min(diagonal, SIDE - 1);
            for (int i = first; i <= last; i++) {
                int across = diagonal % 2 == 0 ? i : diagonal - i;
                order[k++] = (diagonal - across) * SIDE + across;
            }
        }
        return order;
    }
}
