package io.mirstream.imaging.codec;

import java.util.Arrays;

/** Decodes runs of one value and the samples that end them (T.87 A.7). */
final class JpegLsRuns {
    /** J: the bits of a run's length, by how long the runs before were (T.87 A.2.1). */
    private static final int[] LENGTH_BITS = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private final JpegLsBits bits;

    /** A, N and Nn of the two contexts: sample above unlike the run (0), and like it (1). */
    private final int[] magnitudes = new int[2];

    private final int[] counts = new int[2];
    private final int[] negatives = new int[2];

    private JpegLsParameters parameters;
    private int runIndex;

    JpegLsRuns(JpegLsBits bits) {
        this.bits = bits;
    }

    /** As at a scan's start. */
    void restart(JpegLsParameters scan) {
        parameters = scan;
        runIndex = 0;
        Arrays.fill(magnitudes, scan.firstMagnitude());
        Arrays.fill(counts, 1);
        Arrays.fill(negatives, 0);
    }

    /**
     * Decodes a run that starts in column {@code first}, and the sample after it if the line goes on.
     *
     * @return the next column to decode
     */
    int decode(int[] line, int[] above, int first, int lastColumn) {
        int value = line[first - 1];
        int x = first;
        while (bits.read(1) == 1) {
            int length = 1 << LENGTH_BITS[runIndex];
            int end = Math.min(x + length, lastColumn + 1);
            Arrays.fill(line, x, end, value);
            if (end == x + length) {
                runIndex = Math.min(runIndex + 1, LENGTH_BITS.length - 1);
            }
            x = end;
            if (x > lastColumn) {
                return x;
            }
        }
        int end = x + bits.read(LENGTH_BITS[runIndex]);
        if (end > lastColumn) {
            bits.checkEnd();
            throw JpegLsBits.malformed();
        }
        Arrays.fill(line, x, end, value);
        line[end] = interruption(value, above[end]);
        runIndex = Math.max(runIndex - 1, 0);
        return end + 1;
    }

    private int interruption(int left, int up) {
        int alike = Math.abs(left - up) <= parameters.near() ? 1 : 0;
        int count = counts[alike];
        int magnitude = magnitudes[alike] + (alike == 1 ? count >> 1 : 0);
        int lowBits = JpegLsLines.lowBits(magnitude, count);
        int longestCode = parameters.longestCode() - LENGTH_BITS[runIndex] - 1;
        int code = bits.code(lowBits, longestCode - parameters.errorBits() - 1, parameters.errorBits());
        if (code > parameters.range()) {
            throw JpegLsBits.malformed();
        }
        int odd = code + alike & 1;
        int size = code + alike + odd >> 1;
        boolean negativeWhenOdd = lowBits != 0 || 2 * negatives[alike] >= count;
        int error = negativeWhenOdd == (odd == 1) ? -size : size;
        learn(alike, code, error);
        int direction = alike == 0 && left > up ? -1 : 1;
        return parameters.reconstruct(alike == 1 ? left : up, direction * error);
    }

    private void learn(int alike, int code, int error) {
        if (error < 0) {
            negatives[alike]++;
        }
        magnitudes[alike] += code + 1 - alike >> 1;
        if (counts[alike] == parameters.reset()) {
            magnitudes[alike] >>= 1;
            counts[alike] >>= 1;
            negatives[alike] >>= 1;
        }
        counts[alike]++;
    }
}
