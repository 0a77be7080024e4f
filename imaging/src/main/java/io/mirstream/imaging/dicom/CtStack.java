package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.VolumeGeometry;
import io.mirstream.imaging.volume.PatientAxes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The images of one series in the order of their position along the slice axis (PS3.3 C.7.6.2), never of their number or
 * file name.
 *
 * @param instances along the slice axis: foot to head, front to back or right to left
 * @param strays images that are left out because they lie in another plane than nearly all others
 * @param sliceAxis cross product of row and column direction, of length 1, flipped so that its largest component is positive
 * @param stored geometry of the planes as they are stored
 * @param duplicatePositions images that are left out because another one has their position
 */
public record CtStack(
        List<CtInstance> instances,
        List<CtInstance> strays,
        double[] sliceAxis,
        VolumeGeometry stored,
        int duplicatePositions) {
    /** The part of a series that must lie in one plane; fewer others may be strays, such as a scout not named so. */
    private static final double MAIN_PLANE_SHARE = 0.9;

    /** Positions closer than this are the same one, in mm. */
    private static final double SAME_POSITION_MM = 1e-3;

    /** Direction cosines that differ by less are the same direction. */
    private static final double SAME_DIRECTION = 1e-3;

    /** Pixel spacings that differ by less are the same, in mm. */
    private static final double SAME_SPACING_MM = 1e-4;

    /** Below this largest component, a stack is called oblique. */
    private static final double ALIGNED = 0.9998;

    /** A gap this many times the median is worth a word. */
    private static final double ODD_GAP = 1.5;

    /** A shear below this is rounding, in degrees. */
    private static final double TILT_DEGREES = 0.5;

    /** More different planes than this in one series, and it is none. */
    private static final int MAX_PLANES = 16;

    private record Placed(CtInstance instance, double position) {}

    /** @throws CodedException {@code UNSUPPORTED_GEOMETRY} */
    public static CtStack of(List<CtInstance> series) {
        List<List<CtInstance>> planes = planes(series);
        List<CtInstance> main = planes.getFirst();
        double[] axis = sliceAxis(orientation(main.getFirst()));
        List<Placed> placed = new ArrayList<>();
        for (CtInstance instance : main) {
            placed.add(new Placed(instance, dot(position(instance), axis)));
        }
        placed.sort(Comparator.comparingDouble(Placed::position)
                .thenComparing(each -> each.instance().instanceNumber())
                .thenComparing(each -> each.instance().sopInstanceUid())
                .thenComparing(each -> each.instance().file())
                .thenComparing(each -> each.instance().frame()));
        requireAcquisitionsApart(placed);
        List<Placed> unique = withoutDuplicates(placed);
        int duplicates = placed.size() - unique.size();
        if (duplicates > 0 && duplicates >= unique.size()) {
            throw new CodedException(
                    ErrorCode.UNSUPPORTED_GEOMETRY,
                    "every position occurs more than once: several phases or acquisitions in one series");
        }
        return new CtStack(
                unique.stream().map(Placed::instance).toList(),
                planes.stream().skip(1).flatMap(List::stream).toList(),
                axis,
                geometry(unique, axis, duplicates),
                duplicates);
    }

    /** Groups of images of the same size, spacing and orientation; the first has nearly all of them. */
    private static List<List<CtInstance>> planes(List<CtInstance> series) {
        List<List<CtInstance>> planes = new ArrayList<>();
        for (CtInstance instance : series) {
            orientation(instance); // refuses what has none
            planes.stream()
                    .filter(plane -> difference(plane.getFirst(), instance).isEmpty())
                    .findFirst()
                    .orElseGet(() -> {
                        List<CtInstance> plane = new ArrayList<>();
                        planes.add(plane);
                        return plane;
                    })
                    .add(instance);
            if (planes.size() > MAX_PLANES) {
                break;
            }
        }
        planes.sort(Comparator.comparingInt((List<CtInstance> plane) -> plane.size())
                .reversed());
        if (planes.getFirst().size() < MAIN_PLANE_SHARE * series.size()) {
            throw new CodedException(
                    ErrorCode.UNSUPPORTED_GEOMETRY,
                    difference(planes.getFirst().getFirst(), planes.get(1).getFirst())
                            .orElseThrow());
        }
        return planes;
    }

    /** Images of acquisitions or phases whose ranges overlap would come to lie between one another. */
    private static void requireAcquisitionsApart(List<Placed> sorted) {
        Map<String, Double> lastOf = new HashMap<>();
        sorted.forEach(each -> lastOf.put(each.instance().acquisition(), each.position()));
        Set<String> begun = new HashSet<>();
        double end = Double.NEGATIVE_INFINITY; // of the acquisitions that have begun
        for (Placed each : sorted) {
            String acquisition = each.instance().acquisition();
            if (begun.add(acquisition)) {
                if (each.position() < end - SAME_POSITION_MM) {
                    throw new CodedException(
                            ErrorCode.UNSUPPORTED_GEOMETRY, "several acquisitions or phases of the series overlap");
                }
                end = Math.max(end, lastOf.get(acquisition));
            }
        }
    }

    private static double[] orientation(CtInstance instance) {
        double[] orientation = instance.orientation()
                .orElseThrow(() ->
                        new CodedException(ErrorCode.UNSUPPORTED_GEOMETRY, "Image Orientation (Patient) is missing"));
        double[] row = Arrays.copyOfRange(orientation, 0, 3);
        double[] column = Arrays.copyOfRange(orientation, 3, 6);
        if (Math.abs(dot(row, row) - 1) > 0.01
                || Math.abs(dot(column, column) - 1) > 0.01
                || Math.abs(dot(row, column)) > 0.01) {
            throw new CodedException(
                    ErrorCode.UNSUPPORTED_GEOMETRY, "Image Orientation (Patient) is not two perpendicular directions");
        }
        return orientation;
    }

    private static double[] position(CtInstance instance) {
        return instance.position()
                .orElseThrow(() ->
                        new CodedException(ErrorCode.UNSUPPORTED_GEOMETRY, "Image Position (Patient) is missing"));
    }

    /** Why two images do not lie in one stack. */
    private static Optional<String> difference(CtInstance one, CtInstance other) {
        if (one.format().rows() != other.format().rows()
                || one.format().columns() != other.format().columns()) {
            return Optional.of("the slices have different sizes");
        }
        if (differ(one.pixelSpacing(), other.pixelSpacing(), SAME_SPACING_MM)) {
            return Optional.of("the slices have different pixel spacings");
        }
        if (differ(orientation(one), orientation(other), SAME_DIRECTION)) {
            return Optional.of("the slices have different orientations");
        }
        return Optional.empty();
    }

    private static boolean differ(double[] one, double[] other, double tolerance) {
        for (int i = 0; i < one.length; i++) {
            if (Math.abs(one[i] - other[i]) > tolerance) {
                return true;
            }
        }
        return false;
    }

    private static List<Placed> withoutDuplicates(List<Placed> sorted) {
        List<Placed> unique = new ArrayList<>();
        for (Placed each : sorted) {
            if (unique.isEmpty() || each.position() - unique.getLast().position() > SAME_POSITION_MM) {
                unique.add(each);
            }
        }
        return unique;
    }

    private static double[] sliceAxis(double[] orientation) {
        double[] o = orientation;
        double[] axis = {
            o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3],
        };
        // written with few digits, the directions are not quite of length 1
        double length = Math.copySign(Math.sqrt(dot(axis, axis)), axis[largest(axis)]);
        for (int i = 0; i < 3; i++) {
            axis[i] = axis[i] / length;
        }
        return axis;
    }

    private static int largest(double[] axis) {
        int largest = 0;
        for (int i = 1; i < 3; i++) {
            if (Math.abs(axis[i]) > Math.abs(axis[largest])) {
                largest = i;
            }
        }
        return largest;
    }

    private static VolumeGeometry geometry(List<Placed> slices, double[] axis, int duplicates) {
        CtInstance first = slices.getFirst().instance();
        double[] gaps = new double[slices.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = slices.get(i + 1).position() - slices.get(i).position();
        }
        double[] sorted = gaps.clone();
        Arrays.sort(sorted);
        double single = first.sliceThickness().orElse(1);
        double median = sorted.length == 0 ? single : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        double min = sorted.length == 0 ? single : sorted[0];
        double max = sorted.length == 0 ? single : sorted[sorted.length - 1];
        double tilt = tiltDegrees(slices, axis);

        List<String> findings = new ArrayList<>();
        if (duplicates > 0) {
            findings.add(duplicates + " slices at positions that were already there are left out");
        }
        if (max > ODD_GAP * median || min * ODD_GAP < median) {
            findings.add(String.format(Locale.ROOT, "gaps from %.2f to %.2f mm, median %.2f", min, max, median));
        }
        if (tilt > TILT_DEGREES) {
            findings.add(String.format(Locale.ROOT, "gantry tilt of %.1f degrees", tilt));
        }
        String name = List.of("sagittal", "coronal", "axial").get(largest(axis));
        return new VolumeGeometry(
                first.format().rows(),
                first.format().columns(),
                first.pixelSpacing()[0],
                first.pixelSpacing()[1],
                slices.stream().map(Placed::position).toList(),
                median,
                min,
                max,
                Math.abs(axis[largest(axis)]) < ALIGNED ? name + "-oblique" : name,
                tilt,
                findings);
    }

    /** Between the slice axis and the line from the first to the last position. */
    private static double tiltDegrees(List<Placed> slices, double[] axis) {
        double[] from = position(slices.getFirst().instance());
        double[] to = position(slices.getLast().instance());
        double[] line = {to[0] - from[0], to[1] - from[1], to[2] - from[2]};
        double length = Math.sqrt(dot(line, line));
        return length == 0 ? 0 : Math.toDegrees(Math.acos(Math.min(1, Math.abs(dot(line, axis)) / length)));
    }

    /** Between the slice axis and the nearest patient axis. */
    public double obliquityDegrees() {
        int nearest = largest(sliceAxis);
        double across = Math.hypot(sliceAxis[(nearest + 1) % 3], sliceAxis[(nearest + 2) % 3]);
        return Math.toDegrees(Math.atan2(across, Math.abs(sliceAxis[nearest])));
    }

    private static double dot(double[] one, double[] other) {
        return one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
    }

    // --- to patient axes

    public boolean isAxial() {
        return stored.orientation().startsWith("axial");
    }

    /**
     * Of the axial slices that the encoder is given.
     *
     * @throws CodedException {@code UNSUPPORTED_GEOMETRY} for a non-axial stack with gaps of its own
     */
    public VolumeGeometry axial() {
        return isAxial() ? turned() : axes().geometry().with(findingsOfTurned());
    }

    private VolumeGeometry turned() {
        return isTransposed(orientation(instances.getFirst())) ? stored.transposed() : stored;
    }

    private List<String> findingsOfTurned() {
        List<String> findings = new ArrayList<>(stored.findings());
        findings.add("a " + stored.orientation() + " stack of " + stored.slices() + " planes, cut into axial slices");
        return findings;
    }

    /** How a stack that is not axial is cut into axial slices: i runs along columns, j along rows, k along the stack. */
    public PatientAxes axes() {
        if (stored.slices() < 2
                || stored.maxGapMm() > ODD_GAP * stored.medianGapMm()
                || stored.minGapMm() * ODD_GAP < stored.medianGapMm()) {
            throw new CodedException(
                    ErrorCode.UNSUPPORTED_GEOMETRY,
                    "a " + stored.orientation() + " stack needs two planes or more at even gaps");
        }
        CtInstance first = instances.getFirst();
        double[] orientation = orientation(first);
        double[] origin = position(first);
        double[] last = position(instances.getLast());
        double[][] affine = new double[3][4];
        for (int axis = 0; axis < 3; axis++) {
            double toRas = axis == 2 ? 1 : -1;
            affine[axis][0] = toRas * orientation[axis] * first.pixelSpacing()[1];
            affine[axis][1] = toRas * orientation[3 + axis] * first.pixelSpacing()[0];
            affine[axis][2] = toRas * (last[axis] - origin[axis]) / (stored.slices() - 1);
            affine[axis][3] = toRas * origin[axis];
        }
        int[] shape = {first.format().columns(), first.format().rows(), stored.slices()};
        return PatientAxes.of(shape, affine);
    }

    /**
     * Turns a slice to patient axes: columns to the left, rows to the back.
     *
     * @param stored row-major [rows][columns]
     * @param orientation of the stored slice
     */
    public static short[] toPatientAxes(short[] stored, int rows, int columns, double[] orientation) {
        boolean transposed = isTransposed(orientation);
        double left = transposed ? orientation[3] : orientation[0];
        double back = transposed ? orientation[1] : orientation[4];
        if (!transposed && left > 0 && back > 0) {
            return stored;
        }
        int outRows = transposed ? columns : rows;
        int outColumns = transposed ? rows : columns;
        short[] turned = new short[stored.length];
        for (int row = 0; row < outRows; row++) {
            int backwards = back > 0 ? row : outRows - 1 - row;
            for (int column = 0; column < outColumns; column++) {
                int leftwards = left > 0 ? column : outColumns - 1 - column;
                int from = transposed ? leftwards * columns + backwards : backwards * columns + leftwards;
                turned[row * outColumns + column] = stored[from];
            }
        }
        return turned;
    }

    /** Whether rows and columns change places on the way to patient axes. */
    private static boolean isTransposed(double[] orientation) {
        return Math.abs(orientation[0]) < Math.abs(orientation[1]);
    }
}
