package io.mirstream.imaging.phantom;

import java.util.List;

/**
 * Everything that decides a phantom.
 *
 * @param seed of body shape, pose, contrast and noise
 * @param anatomy what it shows
 * @param lesions in the anatomy's organ
 * @param side rows and columns of a slice
 * @param sliceSpacingMm between slices
 */
public record PhantomSpec(long seed, Anatomy anatomy, List<Lesion> lesions, int side, double sliceSpacingMm) {
    /** Large enough to look at, small enough to make forty in half a minute. */
    public static final int DEFAULT_SIDE = 256;

    public static final double DEFAULT_SLICE_SPACING_MM = 5;

    public PhantomSpec {
        lesions = List.copyOf(lesions);
        if (side < 32 || side > 1024 || !(sliceSpacingMm >= 0.5 && sliceSpacingMm <= 20)) {
            throw new IllegalArgumentException("side is 32 to 1024 pixels, slice spacing 0.5 to 20 mm");
        }
    }

    public static PhantomSpec of(long seed, Anatomy anatomy, Lesion... lesions) {
        return new PhantomSpec(seed, anatomy, List.of(lesions), DEFAULT_SIDE, DEFAULT_SLICE_SPACING_MM);
    }

    /** The same body, scanned coarsely: for tests that want speed. */
    public PhantomSpec small() {
        return new PhantomSpec(seed, anatomy, lesions, 96, 12);
    }
}
