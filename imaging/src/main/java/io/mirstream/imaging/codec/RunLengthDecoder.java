package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Arrays;

/** RLE lossless (PS3.5 annex G): one segment of PackBits per byte of a sample, most significant first. */
public final class RunLengthDecoder implements FrameDecoder {
    /** Number of segments, and the offsets of at most 15. */
    private static final int HEADER_BYTES = 64;

    /** A control byte that stands for nothing. */
    private static final int NO_OPERATION = -128;

    @Override
    public void decode(byte[] data, int from, int to, FrameFormat format, short[] samples) {
        int segments = format.bitsAllocated() / 8;
        if (to - from < HEADER_BYTES || int32(data, from) != segments) {
            throw new CodedException(ErrorCode.MALFORMED, "the RLE header does not name one segment a byte");
        }
        for (int segment = 0; segment < segments; segment++) {
            long start = unsigned(data, from + 4 + 4 * segment);
            long end = segment + 1 < segments ? unsigned(data, from + 8 + 4 * segment) : to - from;
            if (start < HEADER_BYTES || end < start || end > to - from) {
                throw new CodedException(ErrorCode.MALFORMED, "an RLE segment lies outside its frame");
            }
            int shift = 8 * (segments - 1 - segment);
            if (segment == 0) {
                Arrays.fill(samples, 0, format.samples(), (short) 0);
            }
            unpack(data, from + (int) start, from + (int) end, samples, format.samples(), shift);
        }
    }

    private static void unpack(byte[] data, int start, int end, short[] samples, int count, int shift) {
        int from = start;
        int to = 0;
        while (to < count) {
            if (from >= end) {
                throw new CodedException(ErrorCode.TRUNCATED, "an RLE segment ends before the image does");
            }
            int control = data[from++];
            if (control >= 0) {
                int length = control + 1;
                if (from + length > end) {
                    throw new CodedException(ErrorCode.TRUNCATED, "an RLE segment ends in a literal run");
                }
                int stop = Math.min(count, to + length);
                for (int source = from; to < stop; to++) {
                    samples[to] |= (short) ((data[source++] & 0xff) << shift);
                }
                from += length;
            } else if (control != NO_OPERATION) {
                if (from >= end) {
                    throw new CodedException(ErrorCode.TRUNCATED, "an RLE segment ends in a replicate run");
                }
                short value = (short) ((data[from++] & 0xff) << shift);
                for (int stop = Math.min(count, to + 1 - control); to < stop; to++) {
                    samples[to] |= value;
                }
            }
        }
    }

    private static long unsigned(byte[] bytes, int at) {
        return int32(bytes, at) & 0xffff_ffffL;
    }

    private static int int32(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }
}
