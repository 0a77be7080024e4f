package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bits of one stretch of coded data, freed of the 0 that is stuffed after each byte of 0xFF (T.87 A.1).
 *
 * <p>Freeing a whole stretch beforehand costs little, and then a position is all the state that reading needs.
 */
final class JpegLsBits {
    /** How many bits of a word are valid wherever in a byte it starts. */
    static final int WORD_BITS = 57;

    /**
     * Zero bytes behind the last one. No code starts among them, so a reader gets past the end by one bit that ends a run,
     * the run's length and the bits that a code ends with, and then needs a word to see that there is no further one.
     */
    private static final int PADDING_BYTES = 32;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private static final int STUFFED = 0xff;
    private static final int MARKER = 0x80;
    private static final long LOW_BIT_OF_EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long HIGH_BIT_OF_EACH_BYTE = 0x8080_8080_8080_8080L;

    private byte[] bytes = new byte[0];
    private int whole;
    private long pending;
    private int pendingBits;
    private long position;

    /**
     * Takes the bytes from {@code from} to the next marker, or to {@code to}.
     *
     * @return where the marker starts, or {@code to}
     */
    int load(byte[] data, int from, int to) {
        if (bytes.length < to - from + PADDING_BYTES) {
            bytes = new byte[to - from + PADDING_BYTES];
        }
        whole = 0;
        pending = 0;
        pendingBits = 0;
        position = 0;
        int at = from;
        boolean stuffed = false;
        while (at < to) {
            if (!stuffed && at + Long.BYTES <= to) {
                long word = (long) WORD.get(data, at);
                if (!holdsStuffed(word)) {
                    append(word);
                    at += Long.BYTES;
                    continue;
                }
            }
            int next = data[at] & 0xff;
            if (next == STUFFED && at + 1 < to && (data[at + 1] & 0xff) >= MARKER) {
                break;
            }
            append(next, stuffed ? 7 : 8);
            stuffed = next == STUFFED;
            at++;
        }
        Arrays.fill(bytes, whole, whole + PADDING_BYTES, (byte) 0);
        bytes[whole] = (byte) (pending >>> 56);
        return at;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The {@link #WORD_BITS} bits from a position on, in the most significant bits; those after them mean nothing. */
    static long word(byte[] bytes, long position) {
        return (long) WORD.get(bytes, (int) (position >>> 3)) << (position & 7);
    }

    /** Where {@link #read} and {@link #code} read next. */
    long position() {
        return position;
    }

    void seek(long next) {
        position = next;
    }

    /** @throws CodedException {@code TRUNCATED} when the bits read so far were more than there are */
    void checkEnd() {
        if (position > 8L * whole + pendingBits) {
            throw new CodedException(ErrorCode.TRUNCATED, "a JPEG-LS scan ends before its image does");
        }
    }

    /** @param count 0 to 32 */
    int read(int count) {
        int value = (int) (word(bytes, position) >>> 1 >>> (Long.SIZE - 1 - count));
        position += count;
        return value;
    }

    /**
     * A limited-length Golomb code (T.87 A.5.3).
     *
     * @param lowBits k: bits of the value that are written as they are
     * @param escapeZeros the number of zeros after which the whole value is
     * @param valueBits how many bits it then has
     * @throws CodedException {@code TRUNCATED} at the end, {@code MALFORMED} for more zeros than any code has
     */
    int code(int lowBits, int escapeZeros, int valueBits) {
        int zeros = Long.numberOfLeadingZeros(word(bytes, position));
        position += zeros + 1;
        if (zeros < escapeZeros) {
            return (zeros << lowBits) + read(lowBits);
        }
        if (zeros == escapeZeros) {
            return read(valueBits) + 1;
        }
        checkEnd();
        throw malformed();
    }

    static CodedException malformed() {
        return new CodedException(ErrorCode.MALFORMED, "a JPEG-LS scan holds a code that no sample can have");
    }

    private static boolean holdsStuffed(long word) {
        return (~word - LOW_BIT_OF_EACH_BYTE & word & HIGH_BIT_OF_EACH_BYTE) != 0;
    }

    private void append(long word) {
        WORD.set(bytes, whole, pending | word >>> pendingBits);
        pending = word << 1 << (Long.SIZE - 1 - pendingBits);
        whole += Long.BYTES;
    }

    private void append(int value, int width) {
        pending |= (long) value << (Long.SIZE - width) >>> pendingBits;
        pendingBits += width;
        if (pendingBits >= 8) {
            bytes[whole++] = (byte) (pending >>> 56);
            pending <<= 8;
            pendingBits -= 8;
        }
    }
}
