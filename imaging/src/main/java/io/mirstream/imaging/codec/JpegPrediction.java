package io.mirstream.imaging.codec;

/**
 * The predictors of lossless frames (T.81 table H.1), added to a line of differences, modulo 2<sup>16</sup>. The line's
 * first sample is already whole, and so is the line above.
 */
final class JpegPrediction {
    private JpegPrediction() {}

    /** @param start index of the line's first sample */
    static void add(int predictor, int start, int columns, short[] samples) {
        switch (predictor) {
            case 1 -> addLeft(start, columns, samples);
            case 2 -> addAbove(start, columns, samples);
            case 3 -> addAboveLeft(start, columns, samples);
            case 4 -> addPlane(start, columns, samples);
            case 5 -> addLeftAndHalf(start, columns, samples);
            case 6 -> addAboveAndHalf(start, columns, samples);
            case 7 -> addMean(start, columns, samples);
            default -> throw new IllegalArgumentException("predictor " + predictor);
        }
    }

    static void addLeft(int start, int columns, short[] samples) {
        int left = samples[start];
        for (int i = start + 1; i < start + columns; i++) {
            left += samples[i];
            samples[i] = (short) left;
        }
    }

    private static void addAbove(int start, int columns, short[] samples) {
        for (int i = start + 1; i < start + columns; i++) {
            samples[i] += samples[i - columns];
        }
    }

    private static void addAboveLeft(int start, int columns, short[] samples) {
        for (int i = start + 1; i < start + columns; i++) {
            samples[i] += samples[i - columns - 1];
        }
    }

    private static void addPlane(int start, int columns, short[] samples) {
        int left = samples[start];
        for (int i = start + 1; i < start + columns; i++) {
            left += samples[i] + samples[i - columns] - samples[i - columns - 1];
            samples[i] = (short) left;
        }
    }

    private static void addLeftAndHalf(int start, int columns, short[] samples) {
        int left = samples[start];
        for (int i = start + 1; i < start + columns; i++) {
            int above = samples[i - columns] & 0xffff;
            int aboveLeft = samples[i - columns - 1] & 0xffff;
            left += samples[i] + ((above - aboveLeft) >> 1);
            samples[i] = (short) left;
        }
    }

    private static void addAboveAndHalf(int start, int columns, short[] samples) {
        int left = samples[start] & 0xffff;
        for (int i = start + 1; i < start + columns; i++) {
            int aboveLeft = samples[i - columns - 1] & 0xffff;
            left = (samples[i] + samples[i - columns] + ((left - aboveLeft) >> 1)) & 0xffff;
            samples[i] = (short) left;
        }
    }

    private static void addMean(int start, int columns, short[] samples) {
        int left = samples[start] & 0xffff;
        for (int i = start + 1; i < start + columns; i++) {
            int above = samples[i - columns] & 0xffff;
            left = (samples[i] + ((left + above) >> 1)) & 0xffff;
            samples[i] = (short) left;
        }
    }
}
