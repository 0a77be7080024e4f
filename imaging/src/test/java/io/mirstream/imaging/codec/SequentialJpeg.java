package io.mirstream.imaging.codec;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Writes extended sequential JPEG (T.81 annex F) with a transform in double precision.
 *
 * @param factor the quantisation factor of all coefficients
 * @param restartBlocks blocks of a restart interval; 0 for none
 */
record SequentialJpeg(int precision, int factor, int restartBlocks) {
    private static final int SIDE = 8;
    private static final int END_OF_BLOCK = 0x00;
    private static final int SIXTEEN_ZEROS = 0xf0;

    private static final JpegCodes DC = JpegCodes.steep(IntStream.range(0, 16).toArray());

    /** Categories 1 to 14 after 15 to 0 zeros, then the two without a coefficient: bits that are 0 end no block. */
    private static final JpegCodes AC = JpegCodes.flat(
            9,
            IntStream.concat(
                            IntStream.rangeClosed(0, 0xff)
                                    .map(symbol -> 0xff - symbol)
                                    .filter(symbol -> (symbol & 0xf) >= 1 && (symbol & 0xf) <= 14),
                            IntStream.of(SIXTEEN_ZEROS, END_OF_BLOCK))
                    .toArray());

    private static final double[][] COSINES = cosines();

    /** Where the coefficients of T.81 figure A.6 lie, row by row: written down, where the decoder computes it. */
    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    byte[] write(int rows, int columns, short[] samples) {
        JpegBytes out = JpegBytes.start()
                .segment(JpegMarkers.DQT, quantisation())
                .segment(JpegMarkers.DHT, DC.table(0x00))
                .segment(JpegMarkers.DHT, AC.table(0x10))
                .frame(JpegMarkers.SOF1_EXTENDED, precision, rows, columns)
                .restart(restartBlocks)
                .scan(0, SIDE * SIDE - 1, 0);
        int across = (columns + SIDE - 1) / SIDE;
        int blocks = across * ((rows + SIDE - 1) / SIDE);
        int dc = 0;
        for (int number = 0; number < blocks; number++) {
            if (restartBlocks > 0 && number > 0 && number % restartBlocks == 0) {
                out.endBits().marker(JpegMarkers.RST0 + (number / restartBlocks - 1) % 8);
                dc = 0;
            }
            int[] coefficients =
                    coefficients(block(rows, columns, samples, number / across * SIDE, number % across * SIDE));
            writeBlock(out, coefficients, dc);
            dc = coefficients[0];
        }
        return out.endBits().end();
    }

    /** What the written frame decodes to without rounding. */
    double[] exact(int rows, int columns, short[] samples) {
        double[] exact = new double[samples.length];
        for (int top = 0; top < rows; top += SIDE) {
            for (int left = 0; left < columns; left += SIDE) {
                store(coefficients(block(rows, columns, samples, top, left)), top, left, rows, columns, exact);
            }
        }
        return exact;
    }

    /** In two bytes a factor when one does not hold it. */
    private int[] quantisation() {
        boolean wide = factor > 0xff;
        int[] content = new int[1 + SIDE * SIDE * (wide ? 2 : 1)];
        content[0] = wide ? 0x10 : 0;
        for (int i = 1; i < content.length; i++) {
            content[i] = wide && i % 2 == 1 ? factor >> 8 : factor & 0xff;
        }
        return content;
    }

    private double[] block(int rows, int columns, short[] samples, int top, int left) {
        double[] block = new double[SIDE * SIDE];
        for (int i = 0; i < block.length; i++) {
            int y = Math.min(rows - 1, top + i / SIDE);
            int x = Math.min(columns - 1, left + i % SIDE);
            block[i] = samples[y * columns + x] - (1 << (precision - 1));
        }
        return block;
    }

    private int[] coefficients(double[] block) {
        int[] coefficients = new int[SIDE * SIDE];
        for (int v = 0; v < SIDE; v++) {
            for (int u = 0; u < SIDE; u++) {
                double sum = 0;
                for (int i = 0; i < block.length; i++) {
                    sum += block[i] * COSINES[v][i / SIDE] * COSINES[u][i % SIDE];
                }
                coefficients[v * SIDE + u] = (int) Math.rint(sum / factor);
            }
        }
        return coefficients;
    }

    private void writeBlock(JpegBytes out, int[] coefficients, int dc) {
        out.number(DC, 0, coefficients[0] - dc);
        int run = 0;
        for (int k = 1; k < ZIGZAG.length; k++) {
            int coefficient = coefficients[ZIGZAG[k]];
            if (coefficient == 0) {
                run++;
                continue;
            }
            for (; run >= 16; run -= 16) {
                out.code(AC, SIXTEEN_ZEROS);
            }
            out.number(AC, run, coefficient);
            run = 0;
        }
        if (run > 0) {
            out.code(AC, END_OF_BLOCK);
        }
    }

    private void store(int[] coefficients, int top, int left, int rows, int columns, double[] exact) {
        for (int y = 0; y < Math.min(SIDE, rows - top); y++) {
            for (int x = 0; x < Math.min(SIDE, columns - left); x++) {
                double sum = 1 << (precision - 1);
                for (int i = 0; i < coefficients.length; i++) {
                    sum += coefficients[i] * factor * COSINES[i / SIDE][y] * COSINES[i % SIDE][x];
                }
                exact[(top + y) * columns + left + x] = Math.clamp(sum, 0, (1 << precision) - 1);
            }
        }
    }

    /** [frequency][place] of the orthonormal transform. */
    private static double[][] cosines() {
        double[][] cosines = new double[SIDE][SIDE];
        for (int u = 0; u < SIDE; u++) {
            double scale = Math.sqrt((u == 0 ? 1.0 : 2.0) / SIDE);
            int frequency = u;
            Arrays.setAll(cosines[u], x -> scale * Math.cos((2 * x + 1) * frequency * Math.PI / (2 * SIDE)));
        }
        return cosines;
    }
}
