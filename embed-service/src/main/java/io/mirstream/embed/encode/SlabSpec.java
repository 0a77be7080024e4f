package io.mirstream.embed.encode;

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
public record SlabSpec(double pixelMm, int side, double strideMm, int maxSlabs, double minBodyFraction, short padHu) {
    public SlabSpec {
        if (!(pixelMm > 0 && side > 0 && strideMm > 0 && maxSlabs > 0 && minBodyFraction >= 0 && minBodyFraction < 1)) {
            throw new IllegalArgumentException("a slab has a positive size, stride and count");
        }
    }

    public int pixels() {
        return side * side;
    }
}
