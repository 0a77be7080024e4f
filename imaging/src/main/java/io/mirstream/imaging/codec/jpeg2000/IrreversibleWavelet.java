package io.mirstream.imaging.codec.jpeg2000;

/** The inverse 9/7 transform (T.800 annex F.3). */
final class IrreversibleWavelet {
    /** T.800 table F.4. */
    private static final float ALPHA = -1.586134342059924f;

    private static final float BETA = -0.052980118572961f;
    private static final float GAMMA = 0.882911075530934f;
    private static final float DELTA = 0.443506852043971f;
    private static final float SCALE = 1.230174104914001f;

    private float[] rows = new float[0];

    /**
     * Puts one more resolution together.
     *
     * @param plane holds the lower resolution at its top left, HL to the right of it, LH below, HH at the bottom right;
     *     then the resolution in their place
     * @param lower the lower resolution
     * @param area the resolution
     */
    void raise(float[] plane, int stride, Area lower, Area area) {
        int width = area.width();
        int height = area.height();
        if (rows.length < width * height) {
            rows = new float[width * height];
        }
        for (int y = 0; y < height; y++) {
            joinRow(plane, y * stride, lower.width(), width - lower.width(), area.x0() & 1, y * width);
        }
        joinColumns(plane, stride, width, lower.height(), height - lower.height(), area.y0() & 1);
    }

    /** @param odd 1 where the first sample is a high-pass one */
    private void joinRow(float[] plane, int from, int low, int high, int odd, int to) {
        if (low == 0 || high == 0) {
            rows[to] = low == 0 ? plane[from] / 2 : plane[from];
            return;
        }
        int highs = from + low;
        scale(plane, from, low, SCALE);
        scale(plane, highs, high, 1 / SCALE);
        lift(plane, from, low, highs, high, odd - 1, DELTA);
        lift(plane, highs, high, from, low, -odd, GAMMA);
        lift(plane, from, low, highs, high, odd - 1, BETA);
        lift(plane, highs, high, from, low, -odd, ALPHA);
        for (int i = 0; i < low; i++) {
            rows[to + odd + 2 * i] = plane[from + i];
        }
        for (int i = 0; i < high; i++) {
            rows[to + 1 - odd + 2 * i] = plane[highs + i];
        }
    }

    private static void scale(float[] plane, int from, int count, float factor) {
        for (int i = from; i < from + count; i++) {
            plane[i] *= factor;
        }
    }

    /** @param offset from a sample's index to that of the neighbour before it */
    private static void lift(
            float[] plane, int from, int count, int neighbours, int neighbourCount, int offset, float factor) {
        for (int i = 0; i < count; i++) {
            float before = plane[neighbours + Math.max(i + offset, 0)];
            float after = plane[neighbours + Math.min(i + offset + 1, neighbourCount - 1)];
            plane[from + i] -= factor * (before + after);
        }
    }

    private void joinColumns(float[] plane, int stride, int width, int low, int high, int odd) {
        if (low == 0 || high == 0) {
            for (int x = 0; x < width; x++) {
                plane[x] = low == 0 ? rows[x] / 2 : rows[x];
            }
            return;
        }
        scale(rows, 0, low * width, SCALE);
        scale(rows, low * width, high * width, 1 / SCALE);
        liftRows(0, low, low, high, odd - 1, width, DELTA);
        liftRows(low, high, 0, low, -odd, width, GAMMA);
        liftRows(0, low, low, high, odd - 1, width, BETA);
        liftRows(low, high, 0, low, -odd, width, ALPHA);
        for (int i = 0; i < low; i++) {
            System.arraycopy(rows, i * width, plane, (2 * i + odd) * stride, width);
        }
        for (int i = 0; i < high; i++) {
            System.arraycopy(rows, (low + i) * width, plane, (2 * i + 1 - odd) * stride, width);
        }
    }

    private void liftRows(
            int from, int count, int neighbours, int neighbourCount, int offset, int width, float factor) {
        for (int i = 0; i < count; i++) {
            int before = neighbours + Math.max(i + offset, 0);
            int after = neighbours + Math.min(i + offset + 1, neighbourCount - 1);
            liftRow(rows, (from + i) * width, before * width, after * width, width, factor);
        }
    }

    private static void liftRow(float[] rows, int row, int before, int after, int width, float factor) {
        for (int x = 0; x < width; x++) {
            rows[row + x] -= factor * (rows[before + x] + rows[after + x]);
        }
    }
}
