package io.mirstream.contracts.event;

/**
 * A small image of a series: its channels are three windows of the same Hounsfield units, see {@link PreviewWindow}. Nothing
 * is written into it, and the file says nothing but its pixels.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixelMm edge of a pixel, which is square
 * @param png RGB, 8 bits a channel
 */
public record PreviewImage(int width, int height, double pixelMm, Png png) {
    /** Of each edge. */
    public static final int MAX_PIXELS = 512;

    public PreviewImage {
        Check.that(width >= 1 && width <= MAX_PIXELS, "width", "must be 1 to " + MAX_PIXELS);
        Check.that(height >= 1 && height <= MAX_PIXELS, "height", "must be 1 to " + MAX_PIXELS);
        Check.that(Double.isFinite(pixelMm) && pixelMm > 0, "pixelMm", "must be more than 0");
        Check.required(png, "png");
    }
}
