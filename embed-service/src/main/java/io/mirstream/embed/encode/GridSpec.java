package io.mirstream.embed.encode;

import io.mirstream.imaging.VolumeGeometry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Slices, a volume or patches of it, by interpolation on a regular grid.
 *
 * @param parts what an inference sees
 * @param arrangement of the tensor
 * @param axes x, y, z of the patient
 * @param fit how a series comes to the size of the axes
 * @param interpolation along all axes
 * @param foreground to crop to before anything else
 * @param padHu outside the series
 */
public record GridSpec(
        Parts parts,
        Arrangement arrangement,
        List<Axis> axes,
        Fit fit,
        Interpolation interpolation,
        Optional<Foreground> foreground,
        short padHu)
        implements InputSpec {
    /** How a series comes to a part's size. */
    public enum Fit {
        /** All of the series, each axis stretched for itself. */
        RESIZE,
        /** At the spacing, the middle of the series, and padding around it. */
        PAD_CROP,
        /** All of the series, the axes stretched alike, and padding around it. */
        ASPECT_PAD,
        /** At the spacing, whatever the size: patches tile it. */
        NONE
    }

    /** What an inference sees. */
    public sealed interface Parts {}

    /**
     * Slices as they were scanned, the nearest to each multiple of the stride.
     *
     * @param strideMm along the body; enlarged when a series would give more than {@code max}
     * @param minBodyFraction slices with less of their area inside a body are left out
     */
    public record Slices(double strideMm, int max, double minBodyFraction) implements Parts {}

    /** The whole volume at once. */
    public record Whole() implements Parts {}

    /**
     * Tiles of the volume, the last of each axis flush with its end.
     *
     * @param overlap of neighbours, of their length: 0 or more, less than 1
     * @param max tiles of a series; of more, that many are taken evenly
     */
    public record Patches(double overlap, int max) implements Parts {}

    /**
     * @param spacingMm between pixels; empty for the scan's own
     * @param size pixels of a part
     */
    public record Axis(OptionalDouble spacingMm, int size) {}

    public GridSpec {
        axes = List.copyOf(axes);
        if (axes.size() != 3 || axes.stream().anyMatch(axis -> axis.size() < 1)) {
            throw new IllegalArgumentException("a grid has three axes");
        }
    }

    @Override
    public PartBuilder builder(VolumeGeometry geometry, Box box) {
        return new GridBuilder(this, new Grid(this, geometry, box), geometry);
    }

    @Override
    public int pixels() {
        return axes.get(0).size() * axes.get(1).size() * axes.get(2).size();
    }

    @Override
    public long[] shape() {
        long[] lengths = arrangement.axes().stream()
                .mapToLong(axis -> axes.get(axis).size())
                .toArray();
        return parts instanceof Slices ? new long[] {lengths[1], lengths[2]} : lengths;
    }
}
