package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/** The bits of a packet header: after a byte of ones comes a byte of seven bits (T.800 B.10.1). */
final class PacketBits {
    private byte[] data;
    private int position;
    private int end;
    private int current;
    private int left;

    void start(byte[] bytes, int from, int to) {
        data = bytes;
        position = from;
        end = to;
        current = 0;
        left = 0;
    }

    int bit() {
        if (left == 0) {
            nextByte();
        }
        left--;
        return current >> left & 1;
    }

    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** Ends the header; returns where the byte after it lies. */
    int finish() {
        if (current == 0xff) {
            nextByte();
        }
        return position;
    }

    private void nextByte() {
        if (position >= end) {
            throw new CodedException(ErrorCode.TRUNCATED, "a JPEG 2000 tile ends in a packet header");
        }
        left = current == 0xff ? 7 : 8;
        current = data[position++] & 0xff;
    }
}
