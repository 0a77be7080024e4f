package io.mirstream.embed.preview;

import io.mirstream.contracts.event.SeriesPreviews;

/**
 * How many images, and of which size.
 *
 * @param slices of one series at most
 * @param pixels of a slice's longer edge at most; smaller slices are not enlarged
 * @param coronalPixels of the coronal image's longer edge at most
 */
public record PreviewSpec(int slices, int pixels, int coronalPixels) {
    public static final PreviewSpec DEFAULT = new PreviewSpec(32, 128, 256);

    private static final int MIN_PIXELS = 16;

    /** 32 slices of this size have 3.5 MB without compression: a record holds them whatever they show. */
    private static final int MAX_PIXELS = 192;

    /** Of the coronal image sums are kept: 2 MiB. */
    private static final int MAX_CORONAL_PIXELS = 256;

    /** @throws IllegalArgumentException for settings that cannot be meant */
    public PreviewSpec {
        require(slices, 1, SeriesPreviews.MAX_SLICES, "mirstream.previews.slices");
        require(pixels, MIN_PIXELS, MAX_PIXELS, "mirstream.previews.pixels");
        require(coronalPixels, MIN_PIXELS, MAX_CORONAL_PIXELS, "mirstream.previews.coronal-pixels");
    }

    private static void require(int value, int least, int most, String setting) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(setting + " must be " + least + " to " + most);
        }
    }
}
