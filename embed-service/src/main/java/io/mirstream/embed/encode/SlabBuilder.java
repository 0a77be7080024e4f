package io.mirstream.embed.encode;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.VolumeGeometry;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the slices of one series, as they come, into slabs of fixed physical size.
 *
 * <p>Slabs lie on a grid of patient coordinates (multiples of the stride), so that two stacks of the same body give the
 * same slabs. Each is the average of the slices around it with weights that fall off linearly: over the stride for thin
 * slices, over the gap for thick ones, where that is linear interpolation. Rows and columns are averaged to the spec's
 * pixels, and cropped around the middle of the body.
 */
public final class SlabBuilder implements PartBuilder {
    /** Wider than any scanner's field of view (about 820 mm), so that the crop can follow the body. */
    private static final double MAX_CANVAS_MM = 840;

    /** Below every tissue: padding of all kinds becomes air. */
    private static final short LOWEST_HU = -1024;

    /** Above dense bone; metal is no more telling than that. */
    private static final short HIGHEST_HU = 3071;

    /** Between fat and lung: what is denser counts as body. */
    static final short BODY_HU = -300;

    private final SlabSpec spec;
    private final VolumeGeometry geometry;
    private final double[] centres;
    private final double[] reach; // of each slice, mm
    private final int canvas;
    private final Resampling columns;
    private final Resampling rows;
    private final float[] row;
    private final List<Slab> wide = new ArrayList<>();
    private final float[][] open; // accumulators of slabs that still take slices, by slab index modulo length
    private final double[] openWeight;
    private int nextToClose;
    private double bodyX;
    private double bodyY;
    private long bodyPixels;

    public SlabBuilder(SlabSpec spec, VolumeGeometry geometry) {
        this.spec = spec;
        this.geometry = geometry;
        List<Double> positions = geometry.positionsMm();
        centres = centres(spec, positions);
        reach = reach(spec.strideMm() * strideFactor(spec, positions), positions);
        double field =
                Math.max(geometry.columns() * geometry.columnSpacingMm(), geometry.rows() * geometry.rowSpacingMm());
        canvas = Math.max(spec.side(), (int) Math.ceil(Math.min(MAX_CANVAS_MM, field) / spec.pixelMm()));
        columns = Resampling.centred(geometry.columns(), geometry.columnSpacingMm(), canvas, spec.pixelMm());
        rows = Resampling.centred(geometry.rows(), geometry.rowSpacingMm(), canvas, spec.pixelMm());
        row = new float[geometry.rows() * canvas];
        int window = widestOverlap();
        open = new float[window][];
        openWeight = new double[window];
    }

    private static double strideFactor(SlabSpec spec, List<Double> positions) {
        double length = positions.getLast() - positions.getFirst();
        return Math.max(1, Math.ceil((length / spec.strideMm() + 1) / spec.maxSlabs()));
    }

    private static double[] centres(SlabSpec spec, List<Double> positions) {
        double stride = spec.strideMm() * strideFactor(spec, positions);
        long from = (long) Math.ceil(positions.getFirst() / stride);
        long to = (long) Math.floor(positions.getLast() / stride);
        if (to < from) { // thinner than the stride: one slab in the middle
            return new double[] {(positions.getFirst() + positions.getLast()) / 2};
        }
        double[] centres = new double[(int) (to - from + 1)];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (from + i) * stride;
        }
        return centres;
    }

    private static double[] reach(double stride, List<Double> positions) {
        double[] reach = new double[positions.size()];
        for (int i = 0; i < reach.length; i++) {
            double before = i > 0 ? positions.get(i) - positions.get(i - 1) : 0;
            double after = i + 1 < reach.length ? positions.get(i + 1) - positions.get(i) : 0;
            reach[i] = Math.max(stride, Math.max(before, after));
        }
        return reach;
    }

    private int widestOverlap() {
        int widest = 1;
        for (int slice = 0; slice < reach.length; slice++) {
            widest = Math.max(widest, lastTouched(slice) - firstTouched(slice) + 1);
        }
        return widest + 1;
    }

    private int firstTouched(int slice) {
        double low = geometry.positionsMm().get(slice) - reach[slice];
        int index = 0;
        while (index < centres.length && centres[index] <= low) {
            index++;
        }
        return index;
    }

    private int lastTouched(int slice) {
        double high = geometry.positionsMm().get(slice) + reach[slice];
        int index = centres.length - 1;
        while (index >= 0 && centres[index] >= high) {
            index--;
        }
        return index;
    }

    @Override
    public void accept(Slice slice) {
        int first = firstTouched(slice.index());
        int last = lastTouched(slice.index());
        close(first);
        if (last < first) {
            return;
        }
        reduceColumns(slice);
        for (int slab = first; slab <= last; slab++) {
            double distance = Math.abs(slice.positionMm() - centres[slab]);
            add(slab, 1 - distance / reach[slice.index()]);
        }
    }

    private void reduceColumns(Slice slice) {
        short[] hounsfield = slice.hounsfield();
        for (int y = 0; y < slice.rows(); y++) {
            int line = y * slice.columns();
            for (int out = 0; out < canvas; out++) {
                float[] weights = columns.weights(out);
                int at = line + columns.first(out);
                float sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    sum += weights[i] * clamped(hounsfield[at + i]);
                }
                row[y * canvas + out] = sum;
            }
        }
    }

    static int clamped(short hounsfield) {
        return Math.max(LOWEST_HU, Math.min(HIGHEST_HU, hounsfield));
    }

    private void add(int slab, double weight) {
        int slot = slab % open.length;
        if (open[slot] == null) {
            open[slot] = new float[canvas * canvas];
        }
        float[] sums = open[slot];
        for (int out = 0; out < canvas; out++) {
            float[] weights = rows.weights(out);
            for (int i = 0; i < weights.length; i++) {
                float factor = (float) (weight * weights[i]);
                int from = (rows.first(out) + i) * canvas;
                int to = out * canvas;
                for (int x = 0; x < canvas; x++) {
                    sums[to + x] += factor * row[from + x];
                }
            }
        }
        openWeight[slot] += weight;
    }

    /** Finishes the slabs before {@code slab}: no later slice reaches them. */
    private void close(int slab) {
        for (; nextToClose < Math.min(slab, centres.length); nextToClose++) {
            int slot = nextToClose % open.length;
            if (open[slot] == null || openWeight[slot] <= 0) {
                continue;
            }
            float[] sums = open[slot];
            float scale = (float) (1 / openWeight[slot]);
            short[] hounsfield = new short[canvas * canvas];
            for (int y = 0; y < canvas; y++) {
                for (int x = 0; x < canvas; x++) {
                    boolean outside = rows.isOutside(y) || columns.isOutside(x);
                    short hu = outside ? spec.padHu() : (short) Math.round(sums[y * canvas + x] * scale);
                    hounsfield[y * canvas + x] = hu;
                    if (hu > BODY_HU) {
                        bodyX += x;
                        bodyY += y;
                        bodyPixels++;
                    }
                }
            }
            wide.add(new Slab(centres[nextToClose], hounsfield));
            java.util.Arrays.fill(sums, 0);
            openWeight[slot] = 0;
        }
    }

    /**
     * The slabs, foot to head, cropped to the spec's side around the body.
     *
     * @throws CodedException {@code NO_BODY} when no slab shows enough of one
     */
    public List<Slab> finish() {
        close(centres.length);
        int left = bodyPixels == 0 ? 0 : (int) Math.round(bodyX / bodyPixels) - spec.side() / 2;
        int top = bodyPixels == 0 ? 0 : (int) Math.round(bodyY / bodyPixels) - spec.side() / 2;
        List<Slab> slabs = new ArrayList<>();
        for (Slab slab : wide) {
            short[] cropped = crop(slab.hounsfield(), left, top);
            if (bodyFraction(cropped, left, top) >= spec.minBodyFraction()) {
                slabs.add(new Slab(slab.positionMm(), cropped));
            }
        }
        if (slabs.isEmpty()) {
            throw new CodedException(ErrorCode.NO_BODY, "no slice shows enough of a body");
        }
        return slabs;
    }

    @Override
    public List<Part> parts() {
        return finish().stream().map(Slab::part).toList();
    }

    private short[] crop(short[] from, int left, int top) {
        short[] cropped = new short[spec.pixels()];
        for (int y = 0; y < spec.side(); y++) {
            for (int x = 0; x < spec.side(); x++) {
                int fromY = y + top;
                int fromX = x + left;
                boolean inside = fromY >= 0 && fromY < canvas && fromX >= 0 && fromX < canvas;
                cropped[y * spec.side() + x] = inside ? from[fromY * canvas + fromX] : spec.padHu();
            }
        }
        return cropped;
    }

    /** Of the slab's area that was scanned: a small field of view is no reason to leave a slab out. */
    private double bodyFraction(short[] hounsfield, int left, int top) {
        int body = 0;
        int scanned = 0;
        for (int y = 0; y < spec.side(); y++) {
            for (int x = 0; x < spec.side(); x++) {
                if (isScanned(rows, y + top) && isScanned(columns, x + left)) {
                    scanned++;
                    body += hounsfield[y * spec.side() + x] > BODY_HU ? 1 : 0;
                }
            }
        }
        return scanned == 0 ? 0 : (double) body / scanned;
    }

    private boolean isScanned(Resampling axis, int at) {
        return at >= 0 && at < canvas && !axis.isOutside(at);
    }
}
