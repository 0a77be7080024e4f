package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bits of one restart interval at a time, freed of stuffed bytes (T.81 F.2.2.5), so that any {@link #WINDOW_BITS} of
 * them are one load away.
 */
final class JpegEntropyBits {
    /** Of eight bytes, up to seven bits have been taken before. */
    static final int WINDOW_BITS = Long.SIZE - 7;

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EVERY_LOW_BIT = 0x0101_0101_0101_0101L;
    private static final long EVERY_HIGH_BIT = 0x8080_8080_8080_8080L;
    private static final int RESTART_NUMBERS = 8;

    /** Some virtual machines keep a few words of an array for themselves. */
    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - Long.BYTES;

    /** Words are copied whole, also the last one. */
    private static final int COPY_SLACK = Long.BYTES;

    private byte[] bytes = new byte[0];
    private int length;
    private JpegMarkers markers;
    private int interval;

    /** Of a scan whose entropy-coded data begin at the markers' position. */
    void start(JpegMarkers scan) {
        markers = scan;
        interval = 0;
    }

    /**
     * Takes up the next restart interval; its bits count from 0.
     *
     * @param maxBytes an interval cannot need more; what is beyond is not kept
     * @param beyond how many bytes past its end may be asked for; they are 0, and so complete a code that is cut to
     *     another code: it is {@link #checkTaken} that tells
     * @throws CodedException {@code TRUNCATED} or {@code MALFORMED} when no restart marker, or not the right one, leads to
     *     it (T.81 B.2.1); {@code LIMIT_EXCEEDED} when no array holds it
     */
    void nextInterval(long maxBytes, int beyond) {
        if (interval > 0) {
            int marker = markers.next();
            if (marker != JpegMarkers.RST0 + (interval - 1) % RESTART_NUMBERS) {
                throw new CodedException(
                        marker == JpegMarkers.EOI ? ErrorCode.TRUNCATED : ErrorCode.MALFORMED,
                        "the JPEG scan lacks a restart interval");
            }
        }
        interval++;
        int available = (int) Math.min(markers.end() - markers.position(), maxBytes);
        reserve((long) available + COPY_SLACK + beyond + Long.BYTES);
        unstuff(available);
        Arrays.fill(bytes, length, length + beyond + Long.BYTES, (byte) 0);
    }

    /** Bits from {@code position}, that one highest: at least {@link #WINDOW_BITS}. */
    long window(long position) {
        return window(bytes, position);
    }

    /** For loops that keep {@link #bytes()} at hand. */
    static long window(byte[] bytes, long position) {
        return (long) BIG_ENDIAN.get(bytes, (int) (position >>> 3)) << (position & 7);
    }

    byte[] bytes() {
        return bytes;
    }

    /** @throws CodedException {@code TRUNCATED} when more bits were taken than the interval has */
    void checkTaken(long position) {
        if (position > 8L * length) {
            throw new CodedException(ErrorCode.TRUNCATED, "the JPEG scan ends before the image does");
        }
    }

    private void reserve(long needed) {
        if (needed > MAX_ARRAY_BYTES) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "the JPEG scan is too large");
        }
        if (bytes.length < needed) {
            bytes = new byte[(int) needed];
        }
    }

    /** Copies up to a marker, to the end of the frame or until {@code limit} bytes are there. */
    private void unstuff(int limit) {
        byte[] data = markers.data();
        int end = markers.end();
        int from = markers.position();
        int to = 0;
        while (to < limit && from < end) {
            int plain = end - from >= Long.BYTES ? copyWord(data, from, to) : copyByte(data, from, to);
            from += plain;
            to += plain;
            if (plain == 0) {
                int after = from + 1;
                while (after < end && (data[after] & 0xff) == JpegMarkers.PREFIX) {
                    after++;
                }
                if (after == end || data[after] != 0) {
                    break;
                }
                bytes[to++] = (byte) JpegMarkers.PREFIX;
                from = after + 1;
            }
        }
        markers.position(from);
        length = to;
    }

    /** Copies eight bytes; returns how many come before the first prefix. */
    private int copyWord(byte[] data, int from, int to) {
        long word = (long) LITTLE_ENDIAN.get(data, from);
        LITTLE_ENDIAN.set(bytes, to, word);
        long inverted = ~word; // a prefix is now a zero byte, and the lowest of these is found exactly
        return Long.numberOfTrailingZeros((inverted - EVERY_LOW_BIT) & ~inverted & EVERY_HIGH_BIT) >>> 3;
    }

    private int copyByte(byte[] data, int from, int to) {
        bytes[to] = data[from];
        return (data[from] & 0xff) == JpegMarkers.PREFIX ? 0 : 1;
    }
}
