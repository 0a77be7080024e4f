package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/**
 * How a component is coded (T.800 tables A.15 and A.20).
 *
 * @param levels of wavelet decomposition, 0 to 32
 * @param blockWidthLog2 of the nominal code-block
 * @param blockStyle flags of table A.19
 * @param reversible 5/3 transform, else 9/7
 * @param precincts a byte per resolution, lowest first: log2 of the height, then of the width; empty where the largest
 *     precincts are used
 */
record CodingStyle(
        int levels, int blockWidthLog2, int blockHeightLog2, int blockStyle, boolean reversible, byte[] precincts) {
    static final int BYPASS = 0x01;
    static final int RESET = 0x02;
    static final int TERMINATE_ALL = 0x04;
    static final int VERTICALLY_CAUSAL = 0x08;
    static final int SEGMENTATION_SYMBOLS = 0x20;

    /** A code-block's coding passes before the first that {@link #BYPASS} lets through (T.800 table D.9). */
    static final int PASSES_BEFORE_BYPASS = 10;

    private static final int HIGH_THROUGHPUT = 0xc0;
    private static final int MAX_LEVELS = 32;
    private static final int MAX_SIDE_LOG2 = 10;
    private static final int MAX_AREA_LOG2 = 12;
    private static final int LARGEST_PRECINCT_LOG2 = 15;

    CodingStyle {
        if (levels > MAX_LEVELS) {
            throw new CodedException(ErrorCode.MALFORMED, "more than 32 JPEG 2000 decomposition levels");
        }
        if (blockWidthLog2 > MAX_SIDE_LOG2
                || blockHeightLog2 > MAX_SIDE_LOG2
                || blockWidthLog2 + blockHeightLog2 > MAX_AREA_LOG2) {
            throw new CodedException(ErrorCode.MALFORMED, "JPEG 2000 code-blocks are larger than allowed");
        }
        if ((blockStyle & HIGH_THROUGHPUT) != 0) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "high-throughput JPEG 2000");
        }
        for (int resolution = 1; resolution < precincts.length; resolution++) {
            if ((precincts[resolution] & 0x0f) == 0 || (precincts[resolution] & 0xf0) == 0) {
                throw new CodedException(ErrorCode.MALFORMED, "JPEG 2000 precincts are too small for their subbands");
            }
        }
    }

    static CodingStyle read(ByteReader segment, boolean withPrecincts) {
        int levels = segment.u8();
        int blockWidthLog2 = segment.u8() + 2;
        int blockHeightLog2 = segment.u8() + 2;
        int blockStyle = segment.u8();
        int transform = segment.u8();
        if (transform > 1) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "a JPEG 2000 transform other than 5/3 and 9/7");
        }
        byte[] precincts = new byte[withPrecincts ? Math.min(levels, MAX_LEVELS) + 1 : 0];
        for (int resolution = 0; resolution < precincts.length; resolution++) {
            precincts[resolution] = (byte) segment.u8();
        }
        return new CodingStyle(levels, blockWidthLog2, blockHeightLog2, blockStyle, transform == 1, precincts);
    }

    boolean has(int flag) {
        return (blockStyle & flag) != 0;
    }

    int precinctWidthLog2(int resolution) {
        return precincts.length == 0 ? LARGEST_PRECINCT_LOG2 : precincts[resolution] & 0x0f;
    }

    int precinctHeightLog2(int resolution) {
        return precincts.length == 0 ? LARGEST_PRECINCT_LOG2 : precincts[resolution] >> 4 & 0x0f;
    }
}
