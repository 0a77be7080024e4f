package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/** RLE lossless (PS3.5 annex G): one segment of PackBits per byte of a sample, most significant first. */
final class RunLength {
    private static final int HEADER_BYTES = 64;

    private RunLength() {}

    /** Returns samples in little-endian order, {@code pixels * bytesPerSample} bytes. */
    static byte[] decode(byte[] frame, int pixels, int bytesPerSample) {
        if (frame.length < HEADER_BYTES || int32(frame, 0) != bytesPerSample) {
            throw new CodedException(ErrorCode.MALFORMED, "the RLE header does not name one segment a byte");
        }
        byte[] samples = new byte[pixels * bytesPerSample];
        for (int segment = 0; segment < bytesPerSample; segment++) {
            int start = int32(frame, 4 + 4 * segment);
            int end = segment + 1 < bytesPerSample ? int32(frame, 8 + 4 * segment) : frame.length;
            if (start < HEADER_BYTES || end < start || end > frame.length) {
                throw new CodedException(ErrorCode.MALFORMED, "an RLE segment lies outside its frame");
            }
            unpack(frame, start, end, samples, bytesPerSample - 1 - segment, bytesPerSample);
        }
        return samples;
    }

    private static void unpack(byte[] frame, int start, int end, byte[] samples, int first, int step) {
        int from = start;
        int to = first;
        while (to < samples.length) {
            if (from >= end) {
                throw new CodedException(ErrorCode.TRUNCATED, "an RLE segment ends before the image does");
            }
            int control = frame[from++];
            if (control >= 0) {
                int count = control + 1;
                if (from + count > end) {
                    throw new CodedException(ErrorCode.TRUNCATED, "an RLE segment ends in a literal run");
                }
                for (int i = 0; i < count && to < samples.length; i++, to += step) {
                    samples[to] = frame[from + i];
                }
                from += count;
            } else if (control != -128) {
                if (from >= end) {
                    throw new CodedException(ErrorCode.TRUNCATED, "an RLE segment ends in a replicate run");
                }
                byte value = frame[from++];
                for (int i = 0; i < 1 - control && to < samples.length; i++, to += step) {
                    samples[to] = value;
                }
            }
        }
    }

    private static int int32(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }
}
