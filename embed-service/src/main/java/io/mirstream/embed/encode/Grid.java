package io.mirstream.embed.encode;

import io.mirstream.embed.encode.GridSpec.Fit;
import io.mirstream.imaging.VolumeGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The grid that a spec lays over one series, and the windows of it that become parts. */
final class Grid {
    private static final int X = 0;
    private static final int Y = 1;
    private static final int Z = 2;

    private final GridSpec spec;
    private final List<Double> positions;
    private final double gapMm;
    private final List<Sampling> samplings = new ArrayList<>();
    private final double[] positionsMm; // of the grid along z

    /**
     * A part: where it begins on the grid; less than 0, or with an end beyond the grid, where it is padded.
     *
     * @param middleMm along z
     * @param cell by x, y, z
     */
    record Window(int x, int y, int z, double middleMm, Part.Cell cell) {}

    Grid(GridSpec spec, VolumeGeometry geometry, Box box) {
        this.spec = spec;
        positions = geometry.positionsMm();
        gapMm = geometry.medianGapMm();
        double[] scan = {geometry.columnSpacingMm(), geometry.rowSpacingMm(), gapMm};
        Box.Range[] ranges = {box.x(), box.y(), box.z()};
        double[] extents = {
            box.x().length() * scan[X],
            box.y().length() * scan[Y],
            positions.get(box.z().to() - 1) - positions.get(box.z().from()) + gapMm
        };
        double[] pitches = pitches(scan, extents);
        double[] alongBody = new double[0];
        for (int axis = 0; axis < 3; axis++) {
            double[] places = axis == Z && spec.parts() instanceof GridSpec.Slices slices
                    ? chosen(slices, box.z())
                    : places(axis, ranges[axis], scan[axis], extents[axis], pitches[axis]);
            Interpolation interpolation =
                    axis == Z && spec.parts() instanceof GridSpec.Slices ? Interpolation.NEAREST : spec.interpolation();
            samplings.add(Sampling.of(places, ranges[axis], interpolation));
            alongBody = places;
        }
        positionsMm = new double[alongBody.length];
        for (int i = 0; i < positionsMm.length; i++) {
            positionsMm[i] = positionAt(alongBody[i]);
        }
    }

    Sampling sampling(int axis) {
        return samplings.get(axis);
    }

    /** Between pixels of the grid, mm, before it is rounded to whole pixels. */
    private double[] pitches(double[] scan, double[] extents) {
        double[] pitches = new double[3];
        double stretch = 0;
        int inPlane = spec.parts() instanceof GridSpec.Slices ? 2 : 3;
        for (int axis = 0; axis < 3; axis++) {
            pitches[axis] = spec.axes().get(axis).spacingMm().orElse(scan[axis]);
            if (axis < inPlane) {
                stretch = Math.max(
                        stretch,
                        extents[axis] / (pitches[axis] * spec.axes().get(axis).size()));
            }
        }
        for (int axis = 0; axis < 3 && spec.fit() == Fit.ASPECT_PAD; axis++) {
            pitches[axis] *= stretch;
        }
        return pitches;
    }

    private double[] places(int axis, Box.Range range, double scanMm, double extentMm, double pitchMm) {
        int size = spec.axes().get(axis).size();
        boolean stretched = spec.fit() == Fit.RESIZE || spec.fit() == Fit.ASPECT_PAD;
        boolean unchanged = !stretched
                && pitchMm == scanMm
                && spec.axes().get(axis).spacingMm().isEmpty();
        int count = (int) Math.max(1, Math.round(extentMm / pitchMm));
        if (unchanged) {
            count = range.length();
        } else if (spec.fit() == Fit.RESIZE) {
            count = size;
        } else if (spec.fit() == Fit.ASPECT_PAD) {
            count = Math.min(size, count);
        }
        double pitch = stretched ? extentMm / count : pitchMm;
        double[] places = new double[count];
        for (int i = 0; i < count; i++) {
            double fromMiddle = (i - (count - 1) / 2.0) * pitch;
            if (unchanged) {
                places[i] = range.from() + i;
            } else if (axis == Z) {
                double middle = (positions.get(range.from()) + positions.get(range.to() - 1)) / 2;
                places[i] = placeOf(middle + fromMiddle);
            } else {
                places[i] = range.from() + (range.length() - 1) / 2.0 + fromMiddle / scanMm;
            }
        }
        return places;
    }

    /** Slices, counted with fractions, at a position; gaps may differ. */
    private double placeOf(double positionMm) {
        int last = positions.size() - 1;
        if (positionMm <= positions.getFirst()) {
            return (positionMm - positions.getFirst()) / gapMm;
        }
        if (positionMm >= positions.getLast()) {
            return last + (positionMm - positions.getLast()) / gapMm;
        }
        int after = 1;
        while (positions.get(after) < positionMm) {
            after++;
        }
        double before = positions.get(after - 1);
        return after - 1 + (positionMm - before) / (positions.get(after) - before);
    }

    private double positionAt(double place) {
        int below = Math.clamp((int) Math.floor(place), 0, positions.size() - 1);
        double gap = below + 1 < positions.size() ? positions.get(below + 1) - positions.get(below) : gapMm;
        return positions.get(below) + (place - below) * gap;
    }

    /** The slices nearest to multiples of the stride; of a stack between two multiples the one in the middle. */
    private double[] chosen(GridSpec.Slices slices, Box.Range range) {
        double low = positions.get(range.from());
        double high = positions.get(range.to() - 1);
        double factor = Math.max(1, Math.ceil(((high - low) / slices.strideMm() + 1) / slices.max()));
        double stride = slices.strideMm() * factor;
        TreeSet<Integer> nearest = new TreeSet<>();
        for (double multiple = Math.ceil(low / stride); multiple * stride <= high; multiple++) {
            nearest.add((int) Math.floor(placeOf(multiple * stride) + 0.5));
        }
        if (nearest.isEmpty()) {
            nearest.add((range.from() + range.to() - 1) / 2);
        }
        return nearest.stream().mapToDouble(Integer::doubleValue).toArray();
    }

    /** Foot to head, then back, then left. */
    List<Window> windows() {
        int[] lone = {centred(X), centred(Y), centred(Z)};
        return switch (spec.parts()) {
            case GridSpec.Whole() -> List.of(window(lone[X], lone[Y], lone[Z], Part.Cell.ONLY));
            case GridSpec.Slices slices -> {
                List<Window> windows = new ArrayList<>();
                for (int z = 0; z < positionsMm.length; z++) {
                    windows.add(window(lone[X], lone[Y], z, Part.Cell.ONLY));
                }
                yield windows;
            }
            case GridSpec.Patches patches -> tiled(patches);
        };
    }

    private Window window(int x, int y, int z, Part.Cell cell) {
        double middle = z + (spec.axes().get(Z).size() - 1) / 2.0;
        int below = Math.clamp((int) Math.floor(middle), 0, positionsMm.length - 1);
        int above = Math.clamp((int) Math.ceil(middle), 0, positionsMm.length - 1);
        return new Window(x, y, z, (positionsMm[below] + positionsMm[above]) / 2, cell);
    }

    /** Where the part begins that has the grid in its middle; of an odd rest the smaller half goes before it. */
    private int centred(int axis) {
        int rest = samplings.get(axis).length() - spec.axes().get(axis).size();
        return spec.arrangement().flipped().get(axis) ? Math.ceilDiv(rest, 2) : Math.floorDiv(rest, 2);
    }

    private List<Window> tiled(GridSpec.Patches patches) {
        List<Window> tiles = new ArrayList<>();
        List<Integer> left = tiles(X, patches.overlap());
        List<Integer> back = tiles(Y, patches.overlap());
        List<Integer> up = tiles(Z, patches.overlap());
        List<Integer> counts = List.of(left.size(), back.size(), up.size());
        for (int z = 0; z < up.size(); z++) {
            for (int y = 0; y < back.size(); y++) {
                for (int x = 0; x < left.size(); x++) {
                    tiles.add(window(left.get(x), back.get(y), up.get(z), new Part.Cell(List.of(x, y, z), counts)));
                }
            }
        }
        if (tiles.size() <= patches.max()) {
            return tiles;
        }
        List<Window> even = new ArrayList<>();
        for (int i = 0; i < patches.max(); i++) {
            even.add(tiles.get((int) ((2L * i + 1) * tiles.size() / (2L * patches.max()))));
        }
        return even;
    }

    private List<Integer> tiles(int axis, double overlap) {
        int size = spec.axes().get(axis).size();
        int last = samplings.get(axis).length() - size;
        if (last <= 0) {
            return List.of(centred(axis));
        }
        int step = (int) Math.max(1, Math.round(size * (1 - overlap)));
        List<Integer> tiles = new ArrayList<>();
        for (int at = 0; at < last; at += step) {
            tiles.add(at);
        }
        tiles.add(last);
        return tiles;
    }
}
