package io.mirstream.embed.encode;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.VolumeGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Interpolates the slices of one series, as they come, into the windows of a grid. Held are the windows and one plane of
 * the grid, never the series.
 */
final class GridBuilder implements PartBuilder {
    private static final int X = 0;
    private static final int Y = 1;
    private static final int Z = 2;

    private final GridSpec spec;
    private final Sampling columns;
    private final Sampling rows;
    private final Sampling alongBody;
    private final List<Grid.Window> windows;
    private final float[][] volumes; // [z][y][x] of each window, once a slice has reached it
    private final int[] lengths;
    private final List<List<Sampling.Use>> uses; // of each slice, along the body
    private final int firstRow; // of the grid, that a window has
    private final int lastRow; // the one after it
    private final float[] line; // one row of the scan
    private final float[] blended; // one row of the grid, with the columns of the scan
    private final float[] plane; // [rows of the grid][columns of the grid]

    GridBuilder(GridSpec spec, Grid grid, VolumeGeometry geometry) {
        this.spec = spec;
        columns = grid.sampling(X);
        rows = grid.sampling(Y);
        alongBody = grid.sampling(Z);
        windows = grid.windows();
        volumes = new float[windows.size()][];
        lengths = spec.axes().stream().mapToInt(GridSpec.Axis::size).toArray();
        uses = alongBody.uses(geometry.slices());
        firstRow = Math.max(0, windows.stream().mapToInt(Grid.Window::y).min().orElseThrow());
        lastRow = Math.min(
                rows.length(), windows.stream().mapToInt(Grid.Window::y).max().orElseThrow() + lengths[Y]);
        line = new float[geometry.columns()];
        blended = new float[geometry.columns()];
        plane = new float[rows.length() * columns.length()];
    }

    @Override
    public void accept(Slice slice) {
        boolean reduced = false;
        for (Sampling.Use use : uses.get(slice.index())) {
            if (isInWindow(use.pixel())) {
                if (!reduced) {
                    reduce(slice);
                    reduced = true;
                }
                add(use.pixel(), use.weight());
            }
        }
    }

    private boolean isInWindow(int z) {
        for (Grid.Window window : windows) {
            if (z >= window.z() && z < window.z() + lengths[Z]) {
                return true;
            }
        }
        return false;
    }

    /** Rows first: whole lines are added to each other, which processors do many pixels at a time. */
    private void reduce(Slice slice) {
        int width = columns.length();
        for (int y = firstRow; y < lastRow; y++) {
            Arrays.fill(blended, 0);
            for (int tap = 0; tap < rows.inputs()[y].length; tap++) {
                SlabBuilder.convert(slice.hounsfield(), rows.inputs()[y][tap] * slice.columns(), line);
                SlabBuilder.addScaled(line, rows.weights()[y][tap], blended);
            }
            for (int x = 0; x < width; x++) {
                int[] inputs = columns.inputs()[x];
                float[] weights = columns.weights()[x];
                float sum = 0;
                for (int tap = 0; tap < inputs.length; tap++) {
                    sum += weights[tap] * blended[inputs[tap]];
                }
                plane[y * width + x] = sum;
            }
        }
    }

    private void add(int z, float weight) {
        for (int i = 0; i < volumes.length; i++) {
            Grid.Window window = windows.get(i);
            int layer = z - window.z();
            if (layer < 0 || layer >= lengths[Z]) {
                continue;
            }
            if (volumes[i] == null) {
                volumes[i] = padded(window);
            }
            int fromX = Math.max(0, -window.x());
            int length = Math.min(lengths[X], columns.length() - window.x()) - fromX;
            int toY = Math.min(lengths[Y], rows.length() - window.y());
            if (length <= 0) {
                continue;
            }
            float[] added = new float[length];
            float[] sums = new float[length];
            for (int y = Math.max(0, -window.y()); y < toY; y++) {
                int from = (y + window.y()) * columns.length() + window.x() + fromX;
                int to = (layer * lengths[Y] + y) * lengths[X] + fromX;
                System.arraycopy(plane, from, added, 0, length);
                System.arraycopy(volumes[i], to, sums, 0, length);
                SlabBuilder.addScaled(added, weight, sums);
                System.arraycopy(sums, 0, volumes[i], to, length);
            }
        }
    }

    /** Padding outside the grid, 0 inside, where slices are added. */
    private float[] padded(Grid.Window window) {
        float[] volume = new float[lengths[X] * lengths[Y] * lengths[Z]];
        Arrays.fill(volume, spec.padHu());
        int fromX = Math.max(0, -window.x());
        int toX = Math.min(lengths[X], columns.length() - window.x());
        int toY = Math.min(lengths[Y], rows.length() - window.y());
        int toZ = Math.min(lengths[Z], alongBody.length() - window.z());
        for (int z = Math.max(0, -window.z()); z < toZ; z++) {
            for (int y = Math.max(0, -window.y()); y < toY; y++) {
                int line = (z * lengths[Y] + y) * lengths[X];
                Arrays.fill(volume, line + fromX, line + toX, 0);
            }
        }
        return volume;
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < volumes.length; i++) {
            if (volumes[i] != null && showsBody(volumes[i], windows.get(i))) {
                parts.add(new Part(
                        windows.get(i).middleMm(),
                        spec.arrangement().arrange(volumes[i], lengths),
                        windows.get(i).cell().arranged(spec.arrangement())));
                volumes[i] = null;
            }
        }
        if (parts.isEmpty()) {
            throw new CodedException(ErrorCode.NO_BODY, "no slice shows enough of a body");
        }
        return parts;
    }

    /** Of the area that was scanned: padding is no reason to leave a slice out. */
    private boolean showsBody(float[] slice, Grid.Window window) {
        if (!(spec.parts() instanceof GridSpec.Slices wanted)) {
            return true;
        }
        int body = 0;
        int scanned = 0;
        for (int y = Math.max(0, -window.y()); y < Math.min(lengths[Y], rows.length() - window.y()); y++) {
            for (int x = Math.max(0, -window.x()); x < Math.min(lengths[X], columns.length() - window.x()); x++) {
                scanned++;
                body += slice[y * lengths[X] + x] > SlabBuilder.BODY_HU ? 1 : 0;
            }
        }
        return body >= wanted.minBodyFraction() * scanned;
    }
}
