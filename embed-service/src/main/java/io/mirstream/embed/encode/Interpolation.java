package io.mirstream.embed.encode;

/**
 * How a value between pixels is taken, without smoothing before a reduction. As PyTorch's {@code interpolate} with
 * {@code align_corners=False, antialias=False}: pixels are areas, and at the border the outermost pixel goes on.
 */
public enum Interpolation {
    /** The pixel whose area covers the place ({@code nearest-exact}). */
    NEAREST,
    /** Between two pixels an axis. */
    LINEAR,
    /** Of four pixels an axis: cubic convolution (Keys 1981), a = -0.75. */
    CUBIC;

    private static final double A = -0.75;

    /** The first pixel that counts for a place, in pixels. */
    int first(double place) {
        return switch (this) {
            case NEAREST -> (int) Math.floor(place + 0.5);
            case LINEAR -> (int) Math.floor(place);
            case CUBIC -> (int) Math.floor(place) - 1;
        };
    }

    /** Of the pixels from {@link #first} on; they add up to 1. */
    double[] weights(double place) {
        double t = place - Math.floor(place);
        return switch (this) {
            case NEAREST -> new double[] {1};
            case LINEAR -> new double[] {1 - t, t};
            case CUBIC -> new double[] {outer(1 + t), inner(t), inner(1 - t), outer(2 - t)};
        };
    }

    private static double inner(double distance) {
        return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
    }

    private static double outer(double distance) {
        return ((A * distance - 5 * A) * distance + 8 * A) * distance - 4 * A;
    }
}
