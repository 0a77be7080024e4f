package io.mirstream.embed.preview;

import io.mirstream.contracts.event.PreviewImage;
import io.mirstream.embed.encode.Resampling;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.VolumeGeometry;
import java.util.Arrays;
import java.util.List;

/**
 * A coronal section of the whole stack, from the front: the head is up, the patient's right on the left. Where the middle of
 * the body is, is known when all slices have been seen; until then sections at several depths are kept.
 */
final class CoronalView {
    /** Depths in the middle half of a slice: one of them is within a sixteenth of any. */
    private static final int DEPTHS = 8;

    /** A thin section is noisy. */
    private static final double THICKNESS_MM = 5;

    /** Rows of a slice that are looked at for where the body is. */
    private static final int SAMPLED_ROWS = 16;

    /** Between fat and lung: what is denser counts as body. */
    private static final int BODY_HU = -300;

    private final List<Double> positions;
    private final double pixelMm;
    private final double lowestMm; // the lower edge of the lowest row
    private final Resampling columns;
    private final int width;
    private final int height;
    private final int thickness; // rows of a slice
    private final float[] line;
    private final float[] section; // all depths, at the height of one slice
    private final float[][] sums; // of sections, by row from the feet
    private final float[] weights;
    private double bodyRows;
    private long bodyPixels;

    CoronalView(VolumeGeometry geometry, int pixels) {
        positions = geometry.positionsMm();
        double widthMm = geometry.columns() * geometry.columnSpacingMm();
        double heightMm = positions.getLast() - positions.getFirst() + geometry.medianGapMm();
        pixelMm = Math.max(Math.max(widthMm, heightMm) / pixels, geometry.columnSpacingMm());
        lowestMm = positions.getFirst() - geometry.medianGapMm() / 2;
        width = Math.max(1, (int) Math.round(widthMm / pixelMm));
        height = Math.max(1, (int) Math.round(heightMm / pixelMm));
        columns = Resampling.centred(geometry.columns(), geometry.columnSpacingMm(), width, pixelMm);
        thickness = Math.max(1, Math.min(geometry.rows(), (int) Math.round(THICKNESS_MM / geometry.rowSpacingMm())));
        line = new float[geometry.columns()];
        section = new float[DEPTHS * width];
        sums = new float[height][DEPTHS * width];
        weights = new float[height];
    }

    void accept(Slice slice) {
        locateBody(slice);
        double reach = reach(slice.index());
        int first = Math.max(0, (int) Math.ceil(row(slice.positionMm() - reach)));
        int last = Math.min(height - 1, (int) Math.floor(row(slice.positionMm() + reach)));
        if (first > last) {
            return;
        }
        cut(slice);
        for (int row = first; row <= last; row++) {
            double centreMm = lowestMm + (row + 0.5) * pixelMm;
            float weight = (float) (1 - Math.abs(slice.positionMm() - centreMm) / reach);
            if (weight > 0) {
                for (int i = 0; i < section.length; i++) {
                    sums[row][i] += weight * section[i];
                }
                weights[row] += weight;
            }
        }
    }

    /** In rows from the feet; whole numbers are their middles. */
    private double row(double positionMm) {
        return (positionMm - lowestMm) / pixelMm - 0.5;
    }

    /** Thin slices are averaged over a row, thick ones interpolated. */
    private double reach(int index) {
        double before = index > 0 ? positions.get(index) - positions.get(index - 1) : 0;
        double after = index + 1 < positions.size() ? positions.get(index + 1) - positions.get(index) : 0;
        double only = positions.size() == 1 ? height * pixelMm : 0;
        return Math.max(Math.max(pixelMm, only), Math.max(before, after));
    }

    private void cut(Slice slice) {
        for (int depth = 0; depth < DEPTHS; depth++) {
            Arrays.fill(line, 0);
            int from = Math.clamp(middle(depth, slice.rows()) - thickness / 2, 0, slice.rows() - thickness);
            for (int y = from; y < from + thickness; y++) {
                RgbImage.addClipped(slice.hounsfield(), y * slice.columns(), 1f / thickness, line);
            }
            columns.reduce(line, section, depth * width);
        }
    }

    /** Row of a slice in the middle of a depth's section. */
    private static int middle(int depth, int rows) {
        return (int) ((0.25 + 0.5 * (depth + 0.5) / DEPTHS) * rows);
    }

    private void locateBody(Slice slice) {
        for (int sample = 0; sample < SAMPLED_ROWS; sample++) {
            int y = (2 * sample + 1) * slice.rows() / (2 * SAMPLED_ROWS);
            int body = 0;
            for (int x = 0; x < slice.columns(); x++) {
                body += slice.hounsfield()[y * slice.columns() + x] > BODY_HU ? 1 : 0;
            }
            bodyRows += (double) body * (sample + 0.5) / SAMPLED_ROWS;
            bodyPixels += body;
        }
    }

    /** After the last slice. */
    PreviewImage image() {
        int depth = depth();
        float[] hounsfield = new float[width * height];
        for (int row = 0; row < height; row++) {
            int to = (height - 1 - row) * width;
            for (int x = 0; x < width; x++) {
                hounsfield[to + x] = sums[row][depth * width + x] / weights[row];
            }
        }
        return RgbImage.of(width, height, pixelMm, hounsfield);
    }

    private int depth() {
        double middle = bodyPixels == 0 ? 0.5 : bodyRows / bodyPixels;
        return Math.clamp((int) Math.floor((middle - 0.25) * 2 * DEPTHS), 0, DEPTHS - 1);
    }
}
