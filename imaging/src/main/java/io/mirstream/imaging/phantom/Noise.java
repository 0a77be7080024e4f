package io.mirstream.imaging.phantom;

/** Seeded noise of its own, the same on every machine: integer hashing and float arithmetic only. */
final class Noise {
    private static final int TABLE = 256;

    private final float[] table = new float[TABLE * TABLE];
    private final long seed;
    private long state;

    Noise(long seed) {
        this.seed = seed;
        state = seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) (2 * unit() - 1);
        }
    }

    /** Uniform in [0, 1); SplitMix64 (Steele et al., 2014). */
    double unit() {
        state += 0x9E3779B97F4A7C15L;
        return (mix(state) >>> 11) * 0x1.0p-53;
    }

    double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /** Roughly normal with deviation 1: four uniform variables. Stateless, so that slices can be made in any order. */
    static float gaussian(long seed, long index) {
        long bits = mix(seed ^ (index * 0x9E3779B97F4A7C15L + 0x165667B19E3779F9L));
        int sum = (int) (bits & 0xffff)
                + (int) (bits >>> 16 & 0xffff)
                + (int) (bits >>> 32 & 0xffff)
                + (int) (bits >>> 48);
        return (sum - 131_070) * (1 / 37_837f);
    }

    /** Smooth, in about [-1, 1], with features of about one unit. */
    float smooth(double x, double y, double z) {
        int ix = floor(x);
        int iy = floor(y);
        int iz = floor(z);
        float fx = fade((float) (x - ix));
        float fy = fade((float) (y - iy));
        float fz = fade((float) (z - iz));
        float low = plane(ix, iy, iz, fx, fy);
        float high = plane(ix, iy, iz + 1, fx, fy);
        return low + (high - low) * fz;
    }

    long seed() {
        return seed;
    }

    private float plane(int ix, int iy, int iz, float fx, float fy) {
        float a = value(ix, iy, iz);
        float b = value(ix + 1, iy, iz);
        float c = value(ix, iy + 1, iz);
        float d = value(ix + 1, iy + 1, iz);
        float front = a + (b - a) * fx;
        return front + (c + (d - c) * fx - front) * fy;
    }

    private float value(int x, int y, int z) {
        int mixed = (x * 73_856_093) ^ (y * 19_349_663) ^ (z * 83_492_791);
        return table[(mixed ^ mixed >>> 15) & (TABLE * TABLE - 1)];
    }

    private static float fade(float t) {
        return t * t * (3 - 2 * t);
    }

    private static int floor(double value) {
        int truncated = (int) value;
        return value < truncated ? truncated - 1 : truncated;
    }

    private static long mix(long bits) {
        long z = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
