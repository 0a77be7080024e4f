package io.mirstream.imaging;

/**
 * Budgets, checked before anything is allocated; passing one is {@code LIMIT_EXCEEDED}.
 *
 * @param maxFiles at one location, or in one zip
 * @param maxFileBytes of one file, after decompression
 * @param maxSeriesBytes of one series' pixels, as int16
 * @param maxSlices of one series
 * @param maxSide rows or columns of a slice
 */
public record ReadLimits(int maxFiles, long maxFileBytes, long maxSeriesBytes, int maxSlices, int maxSide) {
    /** Fits a 4,000-slice study of 512 x 512, and a NIfTI volume of 1 GiB. */
    public static final ReadLimits DEFAULT = new ReadLimits(20_000, 2L << 30, 4L << 30, 8_000, 4_096);
}
