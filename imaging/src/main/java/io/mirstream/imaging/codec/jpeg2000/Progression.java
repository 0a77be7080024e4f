package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/**
 * In which order a tile's packets come (T.800 table A.14 and B.12), and how they are marked.
 *
 * @param packetMarkers whether packets may start with SOP
 * @param headerMarkers whether packet headers end with EPH
 */
record Progression(Order order, int layers, boolean packetMarkers, boolean headerMarkers) {
    private static final int PACKET_MARKERS = 0x02;
    private static final int HEADER_MARKERS = 0x04;

    /** In the order of their codes: layer, resolution, component, position. */
    enum Order {
        LRCP,
        RLCP,
        RPCL,
        PCRL,
        CPRL
    }

    static Progression read(ByteReader segment, int style) {
        int order = segment.u8();
        int layers = segment.u16();
        segment.skip(1); // the component transform, which one component has no use for
        if (order >= Order.values().length || layers == 0) {
            throw new CodedException(ErrorCode.MALFORMED, "no such JPEG 2000 progression");
        }
        return new Progression(
                Order.values()[order], layers, (style & PACKET_MARKERS) != 0, (style & HEADER_MARKERS) != 0);
    }
}
