package io.mirstream.imaging.codec.jpeg2000;

/** The bits of a segment that bypasses the arithmetic coder: after a byte of ones comes one of seven bits (T.800 D.6). */
final class RawBits {
    private byte[] data;
    private int position;
    private int current;
    private int left;

    /** Starts a segment, behind which two bytes 0xff lie: past its end, ones are read. */
    void start(byte[] bytes, int from) {
        data = bytes;
        position = from;
        current = 0;
        left = 0;
    }

    int bit() {
        if (left == 0) {
            int next = data[position] & 0xff;
            if (current != 0xff) {
                left = 8;
                position++;
            } else if (next <= 0x8f) {
                left = 7;
                position++;
            } else {
                left = 8;
                next = 0xff;
            }
            current = next;
        }
        left--;
        return current >> left & 1;
    }
}
