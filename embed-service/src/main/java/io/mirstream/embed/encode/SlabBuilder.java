package io.mirstream.embed.encode;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.VolumeGeometry;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final float[] line; // one row of a slice
    private final float[][] lines; // [rows of the canvas][columns of a slice]
    private final List<Slab> wide = new ArrayList<>();
    private final float[][][] open; // sums of the lines, of slabs that still take slices, by slab index modulo length
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
        line = new float[geometry.columns()];
        lines = new float[canvas][geometry.columns()];
        int window = widestOverlap();
        open = new float[window][][];
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
        return firstAbove(geometry.positionsMm().get(slice) - reach[slice]);
    }

    private int lastTouched(int slice) {
        double high = geometry.positionsMm().get(slice) + reach[slice];
        int index = Arrays.binarySearch(centres, high);
        return (index < 0 ? -index - 1 : index) - 1;
    }

    private int firstAbove(double positionMm) {
        int index = Arrays.binarySearch(centres, positionMm);
        return index < 0 ? -index - 1 : index + 1;
    }

    @Override
    public void accept(Slice slice) {
        int first = firstTouched(slice.index());
        int last = lastTouched(slice.index());
        close(first);
        if (last < first) {
            return;
        }
        reduceRows(slice);
        for (int slab = first; slab <= last; slab++) {
            double distance = Math.abs(slice.positionMm() - centres[slab]);
            add(slab, 1 - distance / reach[slice.index()]);
        }
    }

    /** Rows first: whole lines are added to each other, which processors do many pixels at a time. */
    private void reduceRows(Slice slice) {
        for (float[] reduced : lines) {
            Arrays.fill(reduced, 0);
        }
        int out = 0;
        for (int y = 0; y < slice.rows(); y++) {
            while (out < canvas && rows.first(out) + rows.weights(out).length <= y) {
                out++;
            }
            boolean converted = false;
            for (int to = out; to < canvas && (rows.isOutside(to) || rows.first(to) <= y); to++) {
                int tap = y - rows.first(to);
                if (tap >= 0 && tap < rows.weights(to).length) {
                    if (!converted) {
                        convert(slice.hounsfield(), y * slice.columns(), line);
                        converted = true;
                    }
                    addScaled(line, rows.weights(to)[tap], lines[to]);
                }
            }
        }
    }

    /** One row, bounded to what tissue has; as floats first, since the JIT compiler makes vector instructions of that. */
    static void convert(short[] hounsfield, int from, float[] line) {
        for (int x = 0; x < line.length; x++) {
            line[x] = Math.max(LOWEST_HU, Math.min(HIGHEST_HU, (float) hounsfield[from + x]));
        }
    }

    /** At the same index of both: of shifted ones the compiler must assume that they overlap, and goes one by one. */
    static void addScaled(float[] from, float factor, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * from[i];
        }
    }

    private void add(int slab, double weight) {
        int slot = slab % open.length;
        if (open[slot] == null) {
            open[slot] = new float[canvas][line.length];
        }
        for (int y = 0; y < canvas; y++) {
            addScaled(lines[y], (float) weight, open[slot][y]);
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
            float[][] sums = open[slot];
            float scale = (float) (1 / openWeight[slot]);
            short[] hounsfield = new short[canvas * canvas];
            Arrays.fill(hounsfield, spec.padHu());
            for (int y = 0; y < canvas; y++) {
                if (!rows.isOutside(y)) {
                    reduceColumns(sums[y], y, scale, hounsfield);
                }
            }
            locateBody(hounsfield);
            wide.add(new Slab(centres[nextToClose], hounsfield));
            for (float[] sum : sums) {
                Arrays.fill(sum, 0);
            }
            openWeight[slot] = 0;
        }
    }

    private void reduceColumns(float[] sums, int y, float scale, short[] hounsfield) {
        for (int out = 0; out < canvas; out++) {
            float[] weights = columns.weights(out);
            int at = columns.first(out);
            float sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * sums[at + i];
            }
            if (weights.length > 0) {
                hounsfield[y * canvas + out] = (short) Math.round(sum * scale);
            }
        }
    }

    private void locateBody(short[] hounsfield) {
        for (int y = 0; y < canvas; y++) {
            int count = 0;
            int sumX = 0;
            for (int x = 0; x < canvas; x++) {
                boolean body = hounsfield[y * canvas + x] > BODY_HU;
                count += body ? 1 : 0;
                sumX += body ? x : 0;
            }
            bodyX += sumX;
            bodyY += (double) y * count;
            bodyPixels += count;
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
        Arrays.fill(cropped, spec.padHu());
        int fromX = Math.max(0, -left);
        int length = Math.min(spec.side(), canvas - left) - fromX;
        for (int y = Math.max(0, -top); length > 0 && y < Math.min(spec.side(), canvas - top); y++) {
            System.arraycopy(from, (y + top) * canvas + left + fromX, cropped, y * spec.side() + fromX, length);
        }
        return cropped;
    }

    /** Of the slab's area that was scanned: a small field of view is no reason to leave a slab out. */
    private double bodyFraction(short[] hounsfield, int left, int top) {
        int body = 0;
        int scanned = 0;
        for (int y = 0; y < spec.side(); y++) {
            for (int x = 0; isScanned(rows, y + top) && x < spec.side(); x++) {
                if (isScanned(columns, x + left)) {
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
