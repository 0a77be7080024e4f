package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/** Big-endian numbers from {@code [position, end)} of an array. */
final class ByteReader {
    private final byte[] data;
    private final int end;
    private final ErrorCode atEnd;
    private int position;

    /** @param atEnd what it means when a number reaches past the end */
    ByteReader(byte[] data, int from, int end, ErrorCode atEnd) {
        this.data = data;
        this.position = from;
        this.end = end;
        this.atEnd = atEnd;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    void skip(int count) {
        require(count);
        position += count;
    }

    int u8() {
        require(1);
        return data[position++] & 0xff;
    }

    int u16() {
        return u8() << 8 | u8();
    }

    long u32() {
        return (long) u16() << 16 | u16();
    }

    /** The content of the marker segment whose length field comes next; moves past it (T.800 A.1.2). */
    ByteReader segment() {
        int length = u16() - 2;
        if (length < 0) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG 2000 marker segment has no length");
        }
        require(length);
        ByteReader segment = new ByteReader(data, position, position + length, ErrorCode.MALFORMED);
        position += length;
        return segment;
    }

    private void require(int count) {
        if (count > end - position) {
            throw new CodedException(atEnd, "the JPEG 2000 codestream ends in its headers");
        }
    }
}
