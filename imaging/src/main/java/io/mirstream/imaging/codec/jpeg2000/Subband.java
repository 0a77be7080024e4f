package io.mirstream.imaging.codec.jpeg2000;

/**
 * One subband of a tile.
 *
 * @param kind which contexts its coefficients are coded in
 * @param magnitudeBits bit-planes that its magnitudes may have, without a region's shift
 * @param stepSize what one unit of a coefficient stands for; 1 where the transform is reversible
 * @param precincts in the order of the resolution's; null where a precinct has no coefficient of this subband
 */
record Subband(Kind kind, int magnitudeBits, float stepSize, Precinct[] precincts) {
    /** Named by the filters that made it, horizontal first: low-pass or high-pass. */
    enum Kind {
        LL(0, 0),
        HL(1, 0),
        LH(0, 1),
        HH(1, 1);

        final int highX;
        final int highY;

        Kind(int highX, int highY) {
            this.highX = highX;
            this.highY = highY;
        }
    }
}
