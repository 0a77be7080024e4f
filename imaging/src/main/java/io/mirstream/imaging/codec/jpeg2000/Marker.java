package io.mirstream.imaging.codec.jpeg2000;

/** Codes of the markers and marker segments that this decoder acts on (T.800 table A.2). */
final class Marker {
    static final int START_OF_CODESTREAM = 0xff4f;
    /** Extended capabilities: announces high-throughput block coding (T.814). */
    static final int CAPABILITIES = 0xff50;

    static final int SIZE = 0xff51;
    static final int CODING_DEFAULT = 0xff52;
    static final int CODING_COMPONENT = 0xff53;
    static final int QUANTIZATION_DEFAULT = 0xff5c;
    static final int QUANTIZATION_COMPONENT = 0xff5d;
    static final int REGION_OF_INTEREST = 0xff5e;
    static final int PROGRESSION_CHANGE = 0xff5f;
    static final int PACKED_HEADERS_MAIN = 0xff60;
    static final int PACKED_HEADERS_TILE = 0xff61;
    static final int START_OF_TILE_PART = 0xff90;
    static final int START_OF_PACKET = 0xff91;
    static final int END_OF_PACKET_HEADER = 0xff92;
    static final int START_OF_DATA = 0xff93;

    private Marker() {}
}
