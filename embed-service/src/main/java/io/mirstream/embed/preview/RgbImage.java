package io.mirstream.embed.preview;

import io.mirstream.contracts.event.PreviewImage;
import io.mirstream.contracts.event.PreviewWindow;

/** Hounsfield units as colours. */
final class RgbImage {
    private static final int CHANNELS = 3;

    /** What no window shows is no brighter, or darker, than what the outermost ones do. */
    private static final int LOWEST_HU = PreviewWindow.RED.lowest();

    private static final int HIGHEST_HU = PreviewWindow.BLUE.highest();

    /** By channel, from the lowest HU. */
    private static final byte[][] GREYS = {
        greys(PreviewWindow.RED), greys(PreviewWindow.GREEN), greys(PreviewWindow.BLUE)
    };

    private RgbImage() {}

    private static byte[] greys(PreviewWindow window) {
        byte[] greys = new byte[HIGHEST_HU - LOWEST_HU + 1];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) window.grey(LOWEST_HU + i);
        }
        return greys;
    }

    /** Clipped before anything is averaged: metal, and padding of any value, must not spread. */
    static void addClipped(short[] hounsfield, int from, float factor, float[] to) {
        for (int x = 0; x < to.length; x++) {
            to[x] += factor * Math.max(LOWEST_HU, Math.min(HIGHEST_HU, (float) hounsfield[from + x]));
        }
    }

    /** @param hounsfield within what the windows show, row-major */
    static PreviewImage of(int width, int height, double pixelMm, float[] hounsfield) {
        byte[] rgb = new byte[CHANNELS * width * height];
        for (int i = 0; i < width * height; i++) {
            int at = Math.max(0, Math.min(HIGHEST_HU - LOWEST_HU, Math.round(hounsfield[i]) - LOWEST_HU));
            for (int channel = 0; channel < CHANNELS; channel++) {
                rgb[CHANNELS * i + channel] = GREYS[channel][at];
            }
        }
        return new PreviewImage(width, height, pixelMm, PngFile.ofRgb(width, height, rgb));
    }
}
