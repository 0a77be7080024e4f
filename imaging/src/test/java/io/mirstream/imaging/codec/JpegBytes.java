package io.mirstream.imaging.codec;

import java.io.ByteArrayOutputStream;

/** JPEG written in the plainest way: markers, segments and entropy-coded bits. */
final class JpegBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int pending;
    private int pendingBits;

    static JpegBytes start() {
        return new JpegBytes().marker(JpegMarkers.SOI);
    }

    JpegBytes marker(int code) {
        out.write(JpegMarkers.PREFIX);
        out.write(code);
        return this;
    }

    JpegBytes segment(int code, int... content) {
        marker(code).u16(content.length + 2);
        for (int each : content) {
            out.write(each);
        }
        return this;
    }

    /** Of one component that has the identifier 1. */
    JpegBytes frame(int code, int precision, int rows, int columns) {
        return segment(code, precision, rows >> 8, rows & 0xff, columns >> 8, columns & 0xff, 1, 1, 0x11, 0);
    }

    /** Restart interval; none when 0. */
    JpegBytes restart(int interval) {
        return interval == 0 ? this : segment(JpegMarkers.DRI, interval >> 8, interval & 0xff);
    }

    JpegBytes scan(int spectralStart, int spectralEnd, int approximation) {
        return segment(JpegMarkers.SOS, 1, 1, 0, spectralStart, spectralEnd, approximation);
    }

    JpegBytes raw(int... bytes) {
        for (int each : bytes) {
            out.write(each);
        }
        return this;
    }

    void bits(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            pending = pending << 1 | (value >> i & 1);
            if (++pendingBits == 8) {
                out.write(pending);
                if (pending == JpegMarkers.PREFIX) {
                    out.write(0);
                }
                pending = 0;
                pendingBits = 0;
            }
        }
    }

    /** A category's code, then the number (T.81 F.1.2.1). */
    void number(JpegCodes codes, int run, int number) {
        int category = Integer.SIZE - Integer.numberOfLeadingZeros(Math.abs(number));
        code(codes, run << 4 | category);
        bits(number < 0 ? number - 1 : number, category);
    }

    void code(JpegCodes codes, int symbol) {
        bits(codes.code(symbol), codes.length(symbol));
    }

    /** Fills the last byte with ones. */
    JpegBytes endBits() {
        while (pendingBits > 0) {
            bits(1, 1);
        }
        return this;
    }

    byte[] end() {
        return marker(JpegMarkers.EOI).bytes();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private void u16(int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
