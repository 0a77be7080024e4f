package io.mirstream.imaging.codec.jpeg2000;

/** A rectangle of one subband's quantized coefficients, and what packets have said of it so far. */
final class CodeBlock {
    private static final int INITIAL_LENGTH_BITS = 3;

    /** First column and row, in the tile's coefficient plane. */
    final int column;

    final int row;
    final int width;
    final int height;

    boolean included;
    int zeroPlanes;
    int passes;
    /** Lblock of T.800 B.10.7.1. */
    int lengthBits = INITIAL_LENGTH_BITS;
    /** Index into the tile's {@link Chunks}, or -1. */
    int firstChunk = -1;

    int lastChunk = -1;

    CodeBlock(int column, int row, int width, int height) {
        this.column = column;
        this.row = row;
        this.width = width;
        this.height = height;
    }
}
