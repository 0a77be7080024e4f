package io.mirstream.imaging.codec.jpeg2000;

/** Writes a tile's samples into the image: without the level shift, and within their range (T.800 G.1). */
final class SampleWriter {
    private final Area image;
    private final Area tile;
    private final short[] samples;
    private final int shift;
    private final int least;
    private final int greatest;

    SampleWriter(ImageSize size, Area tile, short[] samples) {
        this.image = size.image();
        this.tile = tile;
        this.samples = samples;
        int half = 1 << size.precision() - 1;
        this.shift = size.signed() ? 0 : half;
        this.least = -half;
        this.greatest = half - 1;
    }

    /** @param plane {@code [rows][columns]} of the tile */
    void write(int[] plane) {
        int width = tile.width();
        for (int row = 0; row < tile.height(); row++) {
            int to = target(row);
            for (int i = 0; i < width; i++) {
                samples[to + i] = sample(plane[row * width + i]);
            }
        }
    }

    /** @param plane {@code [rows][columns]} of the tile */
    void write(float[] plane) {
        int width = tile.width();
        for (int row = 0; row < tile.height(); row++) {
            int to = target(row);
            for (int i = 0; i < width; i++) {
                samples[to + i] = sample((int) Math.rint(plane[row * width + i]));
            }
        }
    }

    private short sample(int value) {
        return (short) (Math.max(least, Math.min(greatest, value)) + shift);
    }

    private int target(int row) {
        return (tile.y0() - image.y0() + row) * image.width() + tile.x0() - image.x0();
    }
}
