package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/**
 * Step sizes of the subbands (T.800 A.6.4 and E.1).
 *
 * @param guardBits that the largest coefficient has above its subband's nominal range
 * @param derived whether all steps follow from that of the lowest subband
 * @param steps exponent in the upper 5 bits of 16, mantissa in the lower 11; LL, then HL, LH, HH of each resolution
 */
record Quantization(boolean none, boolean derived, int guardBits, short[] steps) {
    private static final int NONE = 0;
    private static final int DERIVED = 1;
    private static final int EXPOUNDED = 2;
    private static final int MANTISSA_BITS = 11;

    static Quantization read(ByteReader segment) {
        int style = segment.u8();
        int kind = style & 0x1f;
        if (kind > EXPOUNDED) {
            throw new CodedException(ErrorCode.MALFORMED, "no such JPEG 2000 quantization");
        }
        int count = kind == DERIVED ? 1 : segment.remaining() / (kind == NONE ? 1 : 2);
        short[] steps = new short[count];
        for (int i = 0; i < count; i++) {
            steps[i] = (short) (kind == NONE ? segment.u8() >> 3 << MANTISSA_BITS : segment.u16());
        }
        return new Quantization(kind == NONE, kind == DERIVED, style >> 5, steps);
    }

    /** How many bit-planes a subband's magnitudes have (T.800 E-2). */
    int magnitudeBits(int resolution, int subband) {
        return guardBits + exponent(resolution, subband) - 1;
    }

    /**
     * What one unit of a quantized coefficient stands for (T.800 E-3).
     *
     * @param nominalBits dynamic range of the subband: the samples' precision and the subband's gain
     */
    float stepSize(int resolution, int subband, int nominalBits) {
        int mantissa = step(subband) & (1 << MANTISSA_BITS) - 1;
        return Math.scalb(1 + (float) mantissa / (1 << MANTISSA_BITS), nominalBits - exponent(resolution, subband));
    }

    private int exponent(int resolution, int subband) {
        int exponent = (step(subband) & 0xffff) >> MANTISSA_BITS;
        return derived ? Math.max(0, exponent - Math.max(0, resolution - 1)) : exponent;
    }

    private int step(int subband) {
        int index = derived ? 0 : subband;
        if (index >= steps.length) {
            throw new CodedException(ErrorCode.MALFORMED, "fewer JPEG 2000 step sizes than subbands");
        }
        return steps[index];
    }
}
