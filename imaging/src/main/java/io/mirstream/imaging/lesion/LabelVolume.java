package io.mirstream.imaging.lesion;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.nifti.NiftiVolume;
import java.nio.file.Path;
import java.util.List;

/** A segmentation mask in the order of its file. */
public final class LabelVolume {
    /** What 16 bits hold. */
    public static final int MAX_LABEL = Character.MAX_VALUE;

    /** A GiB of labels: 2,048 slices of 512 x 512. Offsets stay far inside an int. */
    private static final long MAX_VOXELS = 1L << 29;

    /** What NIfTI-1 can say; sums of squared indices then fit a long. */
    private static final int MAX_LENGTH = Short.MAX_VALUE;

    private final List<Integer> shape;
    private final List<Double> spacingMm;
    private final char[] labels;

    /**
     * @param shape lengths of the three stored axes, fastest first
     * @param spacingMm between voxel centres along each stored axis
     * @param labels [third axis][second axis][first axis] in one array, which is not copied; 0 is background
     */
    public LabelVolume(List<Integer> shape, List<Double> spacingMm, char[] labels) {
        if (shape.size() != 3 || shape.stream().anyMatch(length -> length < 1 || length > MAX_LENGTH)) {
            throw new IllegalArgumentException("a mask has three axes of 1 to 32767 voxels");
        }
        if (spacingMm.size() != 3 || spacingMm.stream().anyMatch(mm -> !(mm > 0 && Double.isFinite(mm)))) {
            throw new IllegalArgumentException("a mask has a positive spacing along each axis");
        }
        if (labels.length != voxels(shape) || labels.length > MAX_VOXELS) {
            throw new IllegalArgumentException("a mask has one label a voxel, and at most 2^29 voxels");
        }
        this.shape = List.copyOf(shape);
        this.spacingMm = List.copyOf(spacingMm);
        this.labels = labels;
    }

    /**
     * @throws CodedException as {@link NiftiVolume#open} and {@link #of(NiftiVolume)}
     */
    public static LabelVolume read(Path file, ReadLimits limits) {
        return of(NiftiVolume.open(file, limits));
    }

    /**
     * Reads all voxels, as the file scales them.
     *
     * @throws CodedException {@code UNSUPPORTED_PIXELS} for a value that is no whole number from 0 to {@link #MAX_LABEL};
     *     {@code LIMIT_EXCEEDED}, {@code TRUNCATED}, {@code MALFORMED}; {@code LOCATION_UNREADABLE}
     */
    public static LabelVolume of(NiftiVolume volume) {
        NiftiVolume.Stored stored = volume.stored();
        List<Integer> shape = stored.shape();
        if (voxels(shape) > MAX_VOXELS) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "the volume is larger than allowed");
        }
        int columns = shape.get(0);
        int rows = shape.get(1);
        char[] labels = new char[(int) voxels(shape)];
        volume.readStored((j, k, values) -> {
            int from = (k * rows + j) * columns;
            for (int i = 0; i < columns; i++) {
                labels[from + i] = label(values[i]);
            }
        });
        return new LabelVolume(shape, stored.spacingMm(), labels);
    }

    /**
     * @param columns length of the first axis
     * @param spacingMm along columns, rows and slices
     * @param slices labels from 0 to 255, unsigned, [rows][columns] each
     */
    public static LabelVolume ofSlices(int columns, List<Double> spacingMm, List<byte[]> slices) {
        int pixels = slices.getFirst().length;
        char[] labels = new char[Math.multiplyExact(pixels, slices.size())];
        for (int k = 0; k < slices.size(); k++) {
            byte[] slice = slices.get(k);
            if (slice.length != pixels) {
                throw new IllegalArgumentException("slices of a mask are of one size");
            }
            for (int at = 0; at < pixels; at++) {
                labels[k * pixels + at] = (char) (slice[at] & 0xff);
            }
        }
        return new LabelVolume(List.of(columns, pixels / columns, slices.size()), spacingMm, labels);
    }

    /** Lengths of the three stored axes, fastest first. */
    public List<Integer> shape() {
        return shape;
    }

    /** Between voxel centres along each stored axis. */
    public List<Double> spacingMm() {
        return spacingMm;
    }

    /** [third axis][second axis][first axis] in one array, which is the mask's own; 0 is background. */
    public char[] labels() {
        return labels;
    }

    int length(int axis) {
        return shape.get(axis);
    }

    private static long voxels(List<Integer> shape) {
        return (long) shape.get(0) * shape.get(1) * shape.get(2);
    }

    private static char label(double value) {
        if (!(value >= 0 && value <= MAX_LABEL && value == Math.rint(value))) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "labels are whole numbers from 0 to 65535");
        }
        return (char) value;
    }
}
