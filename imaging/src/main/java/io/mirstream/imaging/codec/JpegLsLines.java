package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import java.util.Arrays;

/** Decodes the lines of a scan, one after another (T.87 annex A). */
final class JpegLsLines {
    private static final int CONTEXTS = 365;

    /** Fields of a context: A, B and N of the standard, and what its next sample needs. */
    private static final int MAGNITUDE = 0;

    private static final int BIAS = 1;
    private static final int COUNT = 2;
    private static final int NEXT = 3;
    private static final int FIELD_BITS = 2;

    /** What a context's next sample needs, in one word: {@code C << 6 | inverted << 5 | k}. */
    private static final int CORRECTION_SHIFT = 6;

    private static final int INVERTED_SHIFT = 5;
    private static final int LOW_BITS_MASK = 31;

    private static final int MIN_CORRECTION = -128;
    private static final int MAX_CORRECTION = 127;

    /** No code of up to so many zeros reaches past a word: they, a 1, and at most 16 bits more. */
    private static final int MAX_QUICK_ZEROS = JpegLsBits.WORD_BITS - 1 - 16;

    private final JpegLsBits bits;
    private final JpegLsRuns runs;
    private final int[] contexts = new int[CONTEXTS << FIELD_BITS];

    /** The class, -4 to 4, of a gradient between two samples, at {@code gradient + maximum}. */
    private byte[] gradientClasses = new byte[0];

    /** Two lines at {@code [1, columns]}, with a sample more at either end. */
    private int[] line = new int[0];

    private int[] above = new int[0];

    private int columns;
    private JpegLsParameters parameters;
    private int escapeZeros;
    private int quickZeros;

    JpegLsLines(JpegLsBits bits) {
        this.bits = bits;
        this.runs = new JpegLsRuns(bits);
    }

    /** Prepares for a scan's lines. */
    void start(JpegLsParameters scan, int lineColumns) {
        parameters = scan;
        columns = lineColumns;
        if (line.length < columns + 2) {
            line = new int[columns + 2];
            above = new int[columns + 2];
        }
        escapeZeros = scan.longestCode() - scan.errorBits() - 1;
        quickZeros = Math.min(MAX_QUICK_ZEROS, escapeZeros - 1);
        classifyGradients();
    }

    /** As at the scan's start: nothing is known of its samples (T.87 A.2.1). */
    void restart() {
        int magnitude = parameters.firstMagnitude();
        for (int at = 0; at < contexts.length; at += 1 << FIELD_BITS) {
            contexts[at + MAGNITUDE] = magnitude;
            contexts[at + BIAS] = 0;
            contexts[at + COUNT] = 1;
            contexts[at + NEXT] = lowBits(magnitude, 1);
        }
        Arrays.fill(line, 0); // which will be the line above
        runs.restart(parameters);
    }

    /**
     * Decodes the next line into {@code samples[first, first + columns)}.
     *
     * @throws CodedException {@code TRUNCATED}, {@code MALFORMED}
     */
    void decode(short[] samples, int first) {
        int[] last = line;
        line = above;
        above = last;
        line[0] = above[1];
        above[columns + 1] = above[columns];
        if (parameters.near() == 0 && Integer.bitCount(parameters.maximum() + 1) == 1) {
            decodeLossless();
        } else {
            decodeAny();
        }
        bits.checkEnd();
        for (int x = 0; x < columns; x++) {
            samples[first + x] = (short) line[x + 1];
        }
    }

    /** The common case: no error, and errors that wrap around at a power of two. */
    private void decodeLossless() {
        int[] contexts = this.contexts;
        byte[] classes = this.gradientClasses;
        int[] line = this.line;
        int[] above = this.above;
        byte[] bytes = bits.bytes();
        int maximum = parameters.maximum();
        int reset = parameters.reset();
        int largestCode = parameters.range();
        int quickZeros = this.quickZeros;
        int columns = this.columns;
        long position = bits.position();

        int left = line[0];
        int aboveLeft = above[0];
        int x = 1;
        while (x <= columns) {
            int up = above[x];
            int aboveRight = above[x + 1];
            int signedContext = 81 * classes[aboveRight - up + maximum]
                    + 9 * classes[up - aboveLeft + maximum]
                    + classes[aboveLeft - left + maximum];
            if (signedContext == 0) {
                bits.seek(position);
                x = runs.decode(line, above, x, columns);
                position = bits.position();
                left = line[x - 1];
                aboveLeft = above[x - 1];
                continue;
            }
            int sign = signedContext >> 31;
            int context = (signedContext ^ sign) - sign << FIELD_BITS;
            int next = contexts[context + NEXT];

            int predicted = Math.max(Math.min(left, up), Math.min(Math.max(left, up), left + up - aboveLeft));
            predicted += (next >> CORRECTION_SHIFT ^ sign) - sign;
            predicted = Math.min(Math.max(predicted, 0), maximum);

            long word = JpegLsBits.word(bytes, position);
            int zeros = Long.numberOfLeadingZeros(word);
            int lowBits = next & LOW_BITS_MASK;
            int code;
            if (zeros <= quickZeros) {
                // the 1 after the zeros is read with the low bits, and counts for one zero
                code = (int) (word << zeros >>> (Long.SIZE - 1 - lowBits)) + (zeros - 1 << lowBits);
                position += zeros + 1 + lowBits;
            } else {
                bits.seek(position);
                code = bits.code(lowBits, escapeZeros, parameters.errorBits());
                position = bits.position();
            }
            if (code > largestCode) {
                throw JpegLsBits.malformed();
            }
            code ^= next >>> INVERTED_SHIFT & 1;
            int error = code >>> 1 ^ -(code & 1);
            aboveLeft = up;
            left = predicted + (error ^ sign) - sign & maximum;
            line[x++] = left;
            learn(contexts, context, error, error, reset, 1);
        }
        bits.seek(position);
    }

    /** Every other case: errors in steps, or that wrap around at any value. */
    private void decodeAny() {
        int largestCode = parameters.range();
        int errorBits = parameters.errorBits();
        int maximum = parameters.maximum();
        int near = parameters.near();
        int step = parameters.step();
        int lossless = near == 0 ? 1 : 0;
        int left = line[0];
        int x = 1;
        while (x <= columns) {
            int up = above[x];
            int aboveLeft = above[x - 1];
            int signedContext = 81 * gradientClasses[above[x + 1] - up + maximum]
                    + 9 * gradientClasses[up - aboveLeft + maximum]
                    + gradientClasses[aboveLeft - left + maximum];
            if (signedContext == 0) {
                x = runs.decode(line, above, x, columns);
                left = line[x - 1];
                continue;
            }
            int sign = signedContext >> 31;
            int context = (signedContext ^ sign) - sign << FIELD_BITS;
            int next = contexts[context + NEXT];

            int predicted = Math.max(Math.min(left, up), Math.min(Math.max(left, up), left + up - aboveLeft));
            predicted += (next >> CORRECTION_SHIFT ^ sign) - sign;
            predicted = Math.min(Math.max(predicted, 0), maximum);

            int code = bits.code(next & LOW_BITS_MASK, escapeZeros, errorBits);
            if (code > largestCode) {
                throw JpegLsBits.malformed();
            }
            code ^= next >>> INVERTED_SHIFT & 1;
            int error = code >>> 1 ^ -(code & 1);
            left = parameters.reconstruct(predicted, (error ^ sign) - sign);
            line[x++] = left;
            learn(contexts, context, error, error * step, parameters.reset(), lossless);
        }
    }

    /** T.87 A.6, without branches that would be guessed wrong; then what the context's next sample needs. */
    private static void learn(int[] contexts, int context, int error, int biasError, int reset, int lossless) {
        int magnitude = contexts[context + MAGNITUDE] + Math.abs(error);
        int bias = contexts[context + BIAS] + biasError;
        int count = contexts[context + COUNT];
        if (count == reset) {
            magnitude >>= 1;
            bias >>= 1;
            count >>= 1;
        }
        count++;
        int tooLow = bias + count - 1 >> 31;
        int tooHigh = -bias >> 31;
        bias += (count & tooLow) - (count & tooHigh);
        bias = Math.max(Math.min(bias, 0), 1 - count);
        int correction = (contexts[context + NEXT] >> CORRECTION_SHIFT) + tooLow - tooHigh;
        correction = Math.min(Math.max(correction, MIN_CORRECTION), MAX_CORRECTION);

        int lowBits = lowBits(magnitude, count);
        int inverted = (2 * bias + count - 1 & lowBits - 1) >>> 31 & lossless;
        contexts[context + MAGNITUDE] = magnitude;
        contexts[context + BIAS] = bias;
        contexts[context + COUNT] = count;
        contexts[context + NEXT] = correction << CORRECTION_SHIFT | inverted << INVERTED_SHIFT | lowBits;
    }

    /** k of T.87 A.5.1: the least with {@code count << k >= magnitude}. */
    static int lowBits(int magnitude, int count) {
        int least = Math.max(0, Integer.numberOfLeadingZeros(count) - Integer.numberOfLeadingZeros(magnitude));
        return least + ((count << least) - magnitude >>> 31);
    }

    /** T.87 A.3.3. */
    private void classifyGradients() {
        int maximum = parameters.maximum();
        if (gradientClasses.length < 2 * maximum + 1) {
            gradientClasses = new byte[2 * maximum + 1];
        }
        int[] firstOfClass = {
            parameters.near() + 1, parameters.threshold1(), parameters.threshold2(), parameters.threshold3()
        };
        Arrays.fill(gradientClasses, 0, 2 * maximum + 1, (byte) 0);
        for (int i = 0; i < firstOfClass.length; i++) {
            Arrays.fill(gradientClasses, maximum + firstOfClass[i], 2 * maximum + 1, (byte) (i + 1));
            Arrays.fill(gradientClasses, 0, maximum - firstOfClass[i] + 1, (byte) -(i + 1));
        }
    }
}
