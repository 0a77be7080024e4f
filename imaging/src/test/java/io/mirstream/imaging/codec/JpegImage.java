package io.mirstream.imaging.codec;

import java.util.Random;

/** Images that codecs find easy, and others. */
enum JpegImage {
    /** All values, without relation to their neighbours. */
    RANDOM {
        @Override
        int value(int y, int x, int largest, Random random) {
            return random.nextInt(largest + 1);
        }
    },
    /** A hill with a little noise. */
    SMOOTH {
        @Override
        int value(int y, int x, int largest, Random random) {
            double hill = Math.sin(y / 9.0) * Math.cos(x / 7.0);
            return (int) Math.clamp((hill + 1) / 2 * largest + random.nextGaussian() * 2, 0, largest);
        }
    },
    /** The smallest, the middle and the largest value: differences of half the range and of all of it. */
    EXTREME {
        @Override
        int value(int y, int x, int largest, Random random) {
            return new int[] {0, (largest + 1) / 2, largest}[random.nextInt(3)];
        }
    };

    abstract int value(int y, int x, int largest, Random random);

    /** Unsigned samples of {@code precision} bits, row-major. */
    short[] samples(int rows, int columns, int precision) {
        Random random = new Random(31L * name().hashCode() + precision);
        short[] samples = new short[rows * columns];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) value(i / columns, i % columns, (1 << precision) - 1, random);
        }
        return samples;
    }
}
