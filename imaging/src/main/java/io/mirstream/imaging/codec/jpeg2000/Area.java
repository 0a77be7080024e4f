package io.mirstream.imaging.codec.jpeg2000;

/** A rectangle of samples or coefficients, in absolute coordinates; empty where an upper bound is no larger. */
record Area(int x0, int y0, int x1, int y1) {
    int width() {
        return x1 - x0;
    }

    int height() {
        return y1 - y0;
    }

    boolean isEmpty() {
        return x1 <= x0 || y1 <= y0;
    }

    /** This area's samples that one subband keeps after {@code levels} decompositions (T.800 B-15). */
    Area subband(int levels, int highX, int highY) {
        return new Area(
                bound(x0, levels, highX), bound(y0, levels, highY), bound(x1, levels, highX), bound(y1, levels, highY));
    }

    Area intersect(long left, long top, long right, long bottom) {
        return new Area((int) Math.max(x0, left), (int) Math.max(y0, top), (int) Math.min(x1, right), (int)
                Math.min(y1, bottom));
    }

    static long ceilDivide(long value, long divisor) {
        return (value + divisor - 1) / divisor;
    }

    static int ceilShift(long value, int bits) {
        return (int) ((value + (1L << bits) - 1) >> bits);
    }

    private static int bound(int coordinate, int levels, int high) {
        long halfStep = high == 0 ? 0 : 1L << (levels - 1);
        return ceilShift(coordinate - halfStep, levels);
    }
}
