package io.mirstream.imaging.write;

import java.util.List;

/**
 * An axial CT volume in patient axes (LPS): columns to the left, rows to the back, slices to the head.
 *
 * @param pixelSpacingMm between rows and between columns
 * @param originLeftMm of the first column's centre
 * @param originBackMm of the first row's centre
 * @param positionsMm of the slices along the body axis, ascending
 * @param slices int16 HU, row-major [rows][columns] each
 */
public record CtVolume(
        int rows,
        int columns,
        double pixelSpacingMm,
        double originLeftMm,
        double originBackMm,
        List<Double> positionsMm,
        List<short[]> slices) {
    public CtVolume {
        positionsMm = List.copyOf(positionsMm);
        slices = List.copyOf(slices);
        if (positionsMm.size() != slices.size() || slices.isEmpty()) {
            throw new IllegalArgumentException("a volume has one position a slice, and at least one slice");
        }
        for (short[] slice : slices) {
            if (slice.length != rows * columns) {
                throw new IllegalArgumentException("a slice has rows x columns pixels");
            }
        }
    }

    /** Every second slice, beginning with {@code first}: a thinner stack of the same body. */
    public CtVolume everySecond(int first) {
        List<Double> positions = new java.util.ArrayList<>();
        List<short[]> kept = new java.util.ArrayList<>();
        for (int index = first; index < slices.size(); index += 2) {
            positions.add(positionsMm.get(index));
            kept.add(slices.get(index));
        }
        return new CtVolume(rows, columns, pixelSpacingMm, originLeftMm, originBackMm, positions, kept);
    }

    /** Between the first two slices; 1 for a single one. */
    double sliceSpacingMm() {
        return positionsMm.size() > 1 ? positionsMm.get(1) - positionsMm.get(0) : 1;
    }
}
