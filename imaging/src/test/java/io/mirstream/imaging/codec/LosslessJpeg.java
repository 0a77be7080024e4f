package io.mirstream.imaging.codec;

import java.util.stream.IntStream;

/**
 * Writes lossless JPEG (T.81 annex H) as the standard puts it, sample by sample.
 *
 * @param restartLines lines of a restart interval; 0 for none
 */
record LosslessJpeg(int precision, int predictor, int pointTransform, int restartLines, JpegCodes codes) {
    private static final int CATEGORY_16 = 16;

    static final JpegCodes FLAT =
            JpegCodes.flat(5, IntStream.rangeClosed(0, CATEGORY_16).toArray());

    /** Codes of 1 to 16 bits, the longest for middling categories. */
    static final JpegCodes STEEP = JpegCodes.steep(0, 16, 1, 15, 2, 14, 3, 13, 4, 12, 5, 11, 6, 10, 7, 9, 8);

    LosslessJpeg(int precision, int predictor) {
        this(precision, predictor, 0, 0, FLAT);
    }

    byte[] write(int rows, int columns, short[] samples) {
        return writeTo(JpegBytes.start(), rows, columns, samples).end();
    }

    JpegBytes writeTo(JpegBytes out, int rows, int columns, short[] samples) {
        out.segment(JpegMarkers.DHT, codes.table(0))
                .frame(JpegMarkers.SOF3_LOSSLESS, precision, rows, columns)
                .restart(restartLines * columns)
                .scan(predictor, 0, pointTransform);
        for (int y = 0; y < rows; y++) {
            boolean restart = restartLines > 0 && y > 0 && y % restartLines == 0;
            if (restart) {
                out.endBits().marker(JpegMarkers.RST0 + (y / restartLines - 1) % 8);
            }
            for (int x = 0; x < columns; x++) {
                int value = at(samples, columns, y, x);
                int predicted = y == 0 || restart
                        ? x == 0 ? 1 << (precision - pointTransform - 1) : at(samples, columns, y, x - 1)
                        : prediction(samples, columns, y, x);
                int difference = (short) (value - predicted);
                if (difference == Short.MIN_VALUE) {
                    out.code(codes, CATEGORY_16);
                } else {
                    out.number(codes, 0, difference);
                }
            }
        }
        return out.endBits();
    }

    private int prediction(short[] samples, int columns, int y, int x) {
        int above = at(samples, columns, y - 1, x);
        if (x == 0) {
            return above;
        }
        int left = at(samples, columns, y, x - 1);
        int aboveLeft = at(samples, columns, y - 1, x - 1);
        return switch (predictor) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> aboveLeft;
            case 4 -> left + above - aboveLeft;
            case 5 -> left + Math.floorDiv(above - aboveLeft, 2);
            case 6 -> above + Math.floorDiv(left - aboveLeft, 2);
            case 7 -> (left + above) / 2;
            default -> throw new AssertionError("predictor " + predictor);
        };
    }

    private int at(short[] samples, int columns, int y, int x) {
        return (samples[y * columns + x] & 0xffff) >> pointTransform;
    }
}
