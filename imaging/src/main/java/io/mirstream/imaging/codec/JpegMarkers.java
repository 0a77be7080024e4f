package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/** A cursor over a frame's markers and marker segments (T.81 B.1.1). */
final class JpegMarkers {
    static final int SOF0_BASELINE = 0xc0;
    static final int SOF1_EXTENDED = 0xc1;
    static final int SOF3_LOSSLESS = 0xc3;
    static final int DHT = 0xc4;
    static final int JPG = 0xc8;
    static final int DAC = 0xcc;
    static final int SOF15 = 0xcf;
    static final int RST0 = 0xd0;
    static final int RST7 = 0xd7;
    static final int SOI = 0xd8;
    static final int EOI = 0xd9;
    static final int SOS = 0xda;
    static final int DQT = 0xdb;
    static final int DRI = 0xdd;
    static final int DHP = 0xde;
    static final int EXP = 0xdf;
    static final int SOF55_JPEG_LS = 0xf7;
    static final int TEM = 0x01;

    /** Every marker begins with it; as entropy-coded data it is followed by a 0 byte (T.81 B.1.1.5). */
    static final int PREFIX = 0xff;

    private final byte[] data;
    private final int end;
    private int position;
    private int segmentEnd;

    JpegMarkers(byte[] data, int from, int to) {
        this.data = data;
        this.position = from;
        this.end = to;
    }

    byte[] data() {
        return data;
    }

    int position() {
        return position;
    }

    void position(int next) {
        position = next;
    }

    int end() {
        return end;
    }

    /** Passes over anything else, also stuffed bytes, to the next marker, and over that; returns its code. */
    int next() {
        while (position < end) {
            if ((data[position++] & 0xff) == PREFIX) {
                int code = PREFIX;
                while (code == PREFIX && position < end) {
                    code = data[position++] & 0xff;
                }
                if (code != 0 && code != PREFIX) {
                    return code;
                }
            }
        }
        throw new CodedException(ErrorCode.TRUNCATED, "the JPEG frame ends where a marker is expected");
    }

    /** Enters the segment that follows a marker. */
    void enterSegment() {
        segmentEnd = end;
        int length = u16();
        if (length < 2) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG segment is shorter than its length field");
        }
        if (length - 2 > end - position) {
            throw new CodedException(ErrorCode.TRUNCATED, "the JPEG frame ends in a segment");
        }
        segmentEnd = position + length - 2;
    }

    int remaining() {
        return segmentEnd - position;
    }

    void leaveSegment() {
        position = segmentEnd;
    }

    int u8() {
        if (position >= segmentEnd) {
            throw new CodedException(
                    segmentEnd == end ? ErrorCode.TRUNCATED : ErrorCode.MALFORMED,
                    "a JPEG segment is shorter than its content");
        }
        return data[position++] & 0xff;
    }

    int u16() {
        return u8() << 8 | u8();
    }
}
