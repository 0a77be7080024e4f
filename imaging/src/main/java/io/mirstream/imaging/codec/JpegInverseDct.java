package io.mirstream.imaging.codec;

/**
 * The inverse cosine transform of 8 x 8 coefficients (T.81 A.3.3) in 32-bit integers, by the factorisation of Loeffler,
 * Ligtenberg and Moschytz (ICASSP 1989, figure 1).
 *
 * <p>Constants have 13 fractional bits and the columns keep 2 (of 8-bit samples) or 1 (of 12-bit ones) for the rows: as in
 * the Independent JPEG Group's accurate integer transform, so that results are equal to the bit. Coefficients that no
 * image has may wrap.
 */
final class JpegInverseDct {
    static final int SIDE = 8;

    private static final int FRACTION_BITS = 13;

    /** Both passes together scale by 8. */
    private static final int SCALE_BITS = 3;

    // rotations and their sums, in units of cosines times the square root of 2
    private static final int C0_298631336 = fixed(0.298631336);
    private static final int C0_390180644 = fixed(0.390180644);
    private static final int C0_541196100 = fixed(0.541196100);
    private static final int C0_765366865 = fixed(0.765366865);
    private static final int C0_899976223 = fixed(0.899976223);
    private static final int C1_175875602 = fixed(1.175875602);
    private static final int C1_501321110 = fixed(1.501321110);
    private static final int C1_847759065 = fixed(1.847759065);
    private static final int C1_961570560 = fixed(1.961570560);
    private static final int C2_053119869 = fixed(2.053119869);
    private static final int C2_562915447 = fixed(2.562915447);
    private static final int C3_072711026 = fixed(3.072711026);

    private JpegInverseDct() {}

    /**
     * In place: coefficients, row-major with the horizontal frequency fastest, become samples about 0.
     *
     * @param precision bits of a sample
     */
    static void transform(int[] block, int precision) {
        int kept = precision > 8 ? 1 : 2;
        for (int x = 0; x < SIDE; x++) {
            pass(block, x, SIDE, FRACTION_BITS - kept);
        }
        for (int y = 0; y < SIDE; y++) {
            pass(block, y * SIDE, 1, FRACTION_BITS + kept + SCALE_BITS);
        }
    }

    /** Transforms eight numbers that are {@code step} apart, and takes {@code shift} fractional bits away, rounded. */
    private static void pass(int[] block, int start, int step, int shift) {
        int i1 = start + step;
        int i2 = i1 + step;
        int i3 = i2 + step;
        int i4 = i3 + step;
        int i5 = i4 + step;
        int i6 = i5 + step;
        int i7 = i6 + step;
        int half = 1 << (shift - 1);

        int both26 = (block[i2] + block[i6]) * C0_541196100;
        int rotated2 = both26 + block[i2] * C0_765366865;
        int rotated6 = both26 - block[i6] * C1_847759065;
        int sum04 = ((block[start] + block[i4]) << FRACTION_BITS) + half;
        int difference04 = ((block[start] - block[i4]) << FRACTION_BITS) + half;
        int even0 = sum04 + rotated2;
        int even1 = difference04 + rotated6;
        int even2 = difference04 - rotated6;
        int even3 = sum04 - rotated2;

        int all = (block[i1] + block[i3] + block[i5] + block[i7]) * C1_175875602;
        int both17 = -(block[i1] + block[i7]) * C0_899976223;
        int both35 = -(block[i3] + block[i5]) * C2_562915447;
        int both37 = all - (block[i3] + block[i7]) * C1_961570560;
        int both15 = all - (block[i1] + block[i5]) * C0_390180644;
        int odd0 = block[i1] * C1_501321110 + both17 + both15;
        int odd1 = block[i3] * C3_072711026 + both35 + both37;
        int odd2 = block[i5] * C2_053119869 + both35 + both15;
        int odd3 = block[i7] * C0_298631336 + both17 + both37;

        block[start] = (even0 + odd0) >> shift;
        block[i1] = (even1 + odd1) >> shift;
        block[i2] = (even2 + odd2) >> shift;
        block[i3] = (even3 + odd3) >> shift;
        block[i4] = (even3 - odd3) >> shift;
        block[i5] = (even2 - odd2) >> shift;
        block[i6] = (even1 - odd1) >> shift;
        block[i7] = (even0 - odd0) >> shift;
    }

    private static int fixed(double constant) {
        return (int) Math.rint(constant * (1 << FRACTION_BITS));
    }
}
