package io.mirstream.imaging.codec.jpeg2000;

/** The inverse 5/3 transform on integers (T.800 annex F.3). */
final class ReversibleWavelet {
    private int[] rows = new int[0];

    /**
     * Puts one more resolution together.
     *
     * @param plane holds the lower resolution at its top left, HL to the right of it, LH below, HH at the bottom right;
     *     then the resolution in their place
     * @param lower the lower resolution
     * @param area the resolution
     */
    void raise(int[] plane, int stride, Area lower, Area area) {
        int width = area.width();
        int height = area.height();
        if (rows.length < width * height) {
            rows = new int[width * height];
        }
        for (int y = 0; y < height; y++) {
            joinRow(plane, y * stride, lower.width(), width - lower.width(), area.x0() & 1, y * width);
        }
        joinColumns(plane, stride, width, lower.height(), height - lower.height(), area.y0() & 1);
    }

    /** @param odd 1 where the first sample is a high-pass one */
    private void joinRow(int[] plane, int from, int low, int high, int odd, int to) {
        if (low == 0 || high == 0) {
            rows[to] = low == 0 ? plane[from] >> 1 : plane[from];
            return;
        }
        int highs = from + low;
        int firstLow = to + odd;
        int firstHigh = to + 1 - odd;
        for (int i = 0; i < low; i++) {
            int before = plane[highs + Math.max(i - 1 + odd, 0)];
            int after = plane[highs + Math.min(i + odd, high - 1)];
            rows[firstLow + 2 * i] = plane[from + i] - (before + after + 2 >> 2);
        }
        for (int i = 0; i < high; i++) {
            int before = rows[firstLow + 2 * Math.max(i - odd, 0)];
            int after = rows[firstLow + 2 * Math.min(i + 1 - odd, low - 1)];
            rows[firstHigh + 2 * i] = plane[highs + i] + (before + after >> 1);
        }
    }

    private void joinColumns(int[] plane, int stride, int width, int low, int high, int odd) {
        if (low == 0 || high == 0) {
            for (int x = 0; x < width; x++) {
                plane[x] = low == 0 ? rows[x] >> 1 : rows[x];
            }
            return;
        }
        for (int i = 0; i < low; i++) {
            int before = (low + Math.max(i - 1 + odd, 0)) * width;
            int after = (low + Math.min(i + odd, high - 1)) * width;
            subtractHighs(rows, i * width, before, after, plane, (2 * i + odd) * stride, width);
        }
        for (int i = 0; i < high; i++) {
            int before = (2 * Math.max(i - odd, 0) + odd) * stride;
            int after = (2 * Math.min(i + 1 - odd, low - 1) + odd) * stride;
            addLows(rows, (low + i) * width, before, after, plane, (2 * i + 1 - odd) * stride, width);
        }
    }

    private static void subtractHighs(int[] rows, int row, int before, int after, int[] plane, int to, int width) {
        for (int x = 0; x < width; x++) {
            plane[to + x] = rows[row + x] - (rows[before + x] + rows[after + x] + 2 >> 2);
        }
    }

    private static void addLows(int[] rows, int row, int before, int after, int[] plane, int to, int width) {
        for (int x = 0; x < width; x++) {
            plane[to + x] = rows[row + x] + (plane[before + x] + plane[after + x] >> 1);
        }
    }
}
