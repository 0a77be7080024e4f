package io.mirstream.imaging.fuzz;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.codec.FrameDecoder;
import io.mirstream.imaging.codec.FrameFormat;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Decodes one frame. The first three bytes are what a header says of it: rows - 1, columns - 1, and bits: sign, 16 bits
 * allocated, two that mean nothing, bits stored - 1. Whatever a decoder has decoded before must not show in the result.
 */
final class FrameTarget {
    private static final int FORMAT_BYTES = 3;
    private static final int SIGNED = 0x01;
    private static final int WORDS = 0x02;

    /** Tables and scratch memory of a decoder, for a frame and for a byte of its code. */
    private static final long FIXED_BYTES = 4 << 20;

    private static final long BYTES_PER_SAMPLE = 64;
    private static final long BYTES_PER_CODED_BYTE = 256;

    private final Supplier<FrameDecoder> decoders;
    private final FrameDecoder used;

    private record Outcome(ErrorCode refused, short[] samples) {
        boolean isSameAs(Outcome other) {
            return refused == other.refused && Arrays.equals(samples, other.samples);
        }
    }

    FrameTarget(Supplier<FrameDecoder> decoders) {
        this.decoders = decoders;
        used = decoders.get();
    }

    void run(byte[] input) {
        if (input.length < FORMAT_BYTES) {
            return;
        }
        FrameFormat format = format(input);
        Budget budget = new Budget(
                FIXED_BYTES + BYTES_PER_SAMPLE * format.samples() + BYTES_PER_CODED_BYTE * (long) input.length);
        Outcome[] outcomes = new Outcome[2];
        budget.holdsFor(() -> outcomes[0] = decode(decoders.get(), input, format));
        budget.holdsFor(() -> outcomes[1] = decode(used, input, format));
        if (!outcomes[0].isSameAs(outcomes[1])) {
            throw new AssertionError("a used decoder answers otherwise than a new one: " + outcomes[1].refused()
                    + ", not " + outcomes[0].refused());
        }
    }

    private static FrameFormat format(byte[] input) {
        int allocated = (input[2] & WORDS) != 0 ? 16 : 8;
        int stored = Math.min(allocated, ((input[2] & 0xff) >> 4) + 1);
        return new FrameFormat(
                (input[0] & 0xff) + 1, (input[1] & 0xff) + 1, allocated, stored, (input[2] & SIGNED) != 0);
    }

    private static Outcome decode(FrameDecoder decoder, byte[] input, FrameFormat format) {
        short[] samples = new short[format.samples()];
        try {
            decoder.decode(input, FORMAT_BYTES, input.length, format, samples);
            return new Outcome(null, samples);
        } catch (CodedException refusal) {
            Budget.requireOfTheSender(refusal);
            return new Outcome(refusal.code(), null);
        }
    }

    /** The input that stands for a frame. */
    static byte[] input(FrameFormat format, byte[] frame) {
        byte[] input = new byte[FORMAT_BYTES + frame.length];
        input[0] = (byte) (format.rows() - 1);
        input[1] = (byte) (format.columns() - 1);
        input[2] = (byte) ((format.signed() ? SIGNED : 0)
                | (format.bitsAllocated() == 16 ? WORDS : 0)
                | (format.bitsStored() - 1) << 4);
        System.arraycopy(frame, 0, input, FORMAT_BYTES, frame.length);
        return input;
    }
}
