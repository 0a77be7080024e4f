package io.mirstream.embed.encode;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.SliceConsumer;
import io.mirstream.imaging.VolumeGeometry;

/** Finds the box of the foreground in one pass over the slices of a series. */
final class ForegroundSearch implements SliceConsumer {
    private final Foreground foreground;
    private final VolumeGeometry geometry;
    private int left = Integer.MAX_VALUE;
    private int top = Integer.MAX_VALUE;
    private int foot = Integer.MAX_VALUE;
    private int right = -1;
    private int bottom = -1;
    private int head = -1;

    ForegroundSearch(Foreground foreground, VolumeGeometry geometry) {
        this.foreground = foreground;
        this.geometry = geometry;
    }

    @Override
    public void accept(Slice slice) {
        short[] hounsfield = slice.hounsfield();
        for (int y = 0; y < slice.rows(); y++) {
            int line = y * slice.columns();
            for (int x = 0; x < slice.columns(); x++) {
                if (hounsfield[line + x] > foreground.thresholdHu()) {
                    extend(x, y, slice.index());
                }
            }
        }
    }

    private void extend(int x, int y, int z) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
        foot = Math.min(foot, z);
        head = Math.max(head, z);
    }

    /** @throws CodedException {@code NO_BODY} when nothing was denser than the threshold */
    Box box() {
        if (head < 0) {
            throw new CodedException(ErrorCode.NO_BODY, "no pixel is denser than the model's foreground");
        }
        return new Box(
                range(left, right, geometry.columnSpacingMm(), geometry.columns()),
                range(top, bottom, geometry.rowSpacingMm(), geometry.rows()),
                range(foot, head, geometry.medianGapMm(), geometry.slices()));
    }

    private Box.Range range(int first, int last, double spacingMm, int length) {
        int margin = (int) Math.min(length, Math.round(foreground.marginMm() / spacingMm));
        return new Box.Range(Math.max(0, first - margin), Math.min(length, last + margin + 1));
    }
}
