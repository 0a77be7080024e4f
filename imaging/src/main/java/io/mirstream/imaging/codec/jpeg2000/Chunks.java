package io.mirstream.imaging.codec.jpeg2000;

import java.util.Arrays;

/** Which bytes each packet brought to which code-block: lists, one a code-block, in arrays that are kept. */
final class Chunks {
    private int[] from = new int[256];
    private int[] length = new int[256];
    private int[] passes = new int[256];
    private int[] next = new int[256];
    private boolean[] startsSegment = new boolean[256];
    private int count;

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    /** Appends {@code bytes} bytes for {@code passes} coding passes, whose place is set later. */
    void add(CodeBlock block, int bytes, int passesCoded, boolean newSegment) {
        if (count == from.length) {
            int capacity = 2 * count;
            from = Arrays.copyOf(from, capacity);
            length = Arrays.copyOf(length, capacity);
            passes = Arrays.copyOf(passes, capacity);
            next = Arrays.copyOf(next, capacity);
            startsSegment = Arrays.copyOf(startsSegment, capacity);
        }
        length[count] = bytes;
        passes[count] = passesCoded;
        next[count] = -1;
        startsSegment[count] = newSegment;
        if (block.lastChunk < 0) {
            block.firstChunk = count;
        } else {
            next[block.lastChunk] = count;
        }
        block.lastChunk = count++;
    }

    void place(int chunk, int position) {
        from[chunk] = position;
    }

    int from(int chunk) {
        return from[chunk];
    }

    int length(int chunk) {
        return length[chunk];
    }

    int passes(int chunk) {
        return passes[chunk];
    }

    boolean startsSegment(int chunk) {
        return startsSegment[chunk];
    }

    /** The same code-block's next one, or -1. */
    int next(int chunk) {
        return next[chunk];
    }
}
