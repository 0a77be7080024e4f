package io.mirstream.embed.encode;

import io.mirstream.imaging.VolumeGeometry;
import java.util.Optional;

/**
 * What an encoder of slabs wants to see.
 *
 * @param pixelMm between rows and between columns
 * @param side rows and columns of a slab
 * @param strideMm between slabs along the body axis; enlarged when a series would give more than {@code maxSlabs}
 * @param maxSlabs of one series
 * @param minBodyFraction slabs with less of their area inside a body are left out
 * @param padHu outside the scanned field
 */
public record SlabSpec(double pixelMm, int side, double strideMm, int maxSlabs, double minBodyFraction, short padHu)
        implements InputSpec {
    public SlabSpec {
        if (!(pixelMm > 0 && side > 0 && strideMm > 0 && maxSlabs > 0 && minBodyFraction >= 0 && minBodyFraction < 1)) {
            throw new IllegalArgumentException("a slab has a positive size, stride and count");
        }
    }

    @Override
    public Optional<Foreground> foreground() {
        return Optional.empty();
    }

    @Override
    public PartBuilder builder(VolumeGeometry geometry, Box box) {
        return new SlabBuilder(this, geometry);
    }

    @Override
    public long[] shape() {
        return new long[] {side, side};
    }

    @Override
    public int pixels() {
        return side * side;
    }
}
