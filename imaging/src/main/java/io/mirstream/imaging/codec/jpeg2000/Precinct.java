package io.mirstream.imaging.codec.jpeg2000;

/** The code-blocks of one subband that share packets, row by row, and what packet headers tell of them in trees. */
final class Precinct {
    final int blocksWide;
    final CodeBlock[] blocks;
    /** The first layer with anything of a code-block. */
    final TagTree firstLayers;
    /** How many of a code-block's most significant bit-planes are empty. */
    final TagTree zeroPlanes;

    Precinct(int blocksWide, CodeBlock[] blocks) {
        this.blocksWide = blocksWide;
        this.blocks = blocks;
        int blocksHigh = blocks.length / blocksWide;
        this.firstLayers = new TagTree(blocksWide, blocksHigh);
        this.zeroPlanes = new TagTree(blocksWide, blocksHigh);
    }
}
