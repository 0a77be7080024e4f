package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/** Reads a tile's packets: which bytes belong to which coding passes of which code-block (T.800 B.9 and B.10). */
final class PacketReader {
    private static final int PACKET_MARKER_BYTES = 6;
    private static final int HEADER_MARKER_BYTES = 2;
    /** Numbers of passes that have codewords of their own length (T.800 table B.4). */
    private static final int PASSES_BY_TWO_BITS = 3;

    private static final int PASSES_BY_FIVE_BITS = 6;
    private static final int PASSES_BY_SEVEN_BITS = 37;
    private static final int MAX_LENGTH_BITS = 31;

    private final PacketBits bits = new PacketBits();
    private final Chunks chunks;
    private byte[] data;
    private int position;
    private int end;
    private CodingStyle style;
    private Progression progression;
    private int regionShift;

    PacketReader(Chunks chunks) {
        this.chunks = chunks;
    }

    /** The packets lie at {@code [from, to)}. */
    void start(byte[] bytes, int from, int to, CodingParameters parameters) {
        data = bytes;
        position = from;
        end = to;
        style = parameters.style();
        progression = parameters.progression();
        regionShift = parameters.regionShift();
    }

    void read(Resolution resolution, int precinct, int layer) {
        if (progression.packetMarkers() && isAt(Marker.START_OF_PACKET)) {
            position += PACKET_MARKER_BYTES;
        }
        int firstChunk = chunks.count();
        bits.start(data, position, end);
        if (bits.bit() != 0) {
            for (Subband subband : resolution.subbands()) {
                if (subband.precincts()[precinct] != null) {
                    readHeader(subband.precincts()[precinct], subband.magnitudeBits() + regionShift, layer);
                }
            }
        }
        position = bits.finish();
        if (progression.headerMarkers()) {
            skipHeaderMarker();
        }
        for (int chunk = firstChunk; chunk < chunks.count(); chunk++) {
            if (chunks.length(chunk) > end - position) {
                throw new CodedException(ErrorCode.TRUNCATED, "a JPEG 2000 tile ends in a packet");
            }
            chunks.place(chunk, position);
            position += chunks.length(chunk);
        }
    }

    /** There are encoders that announce markers and leave them out. */
    private void skipHeaderMarker() {
        if (end - position < HEADER_MARKER_BYTES) {
            throw new CodedException(ErrorCode.TRUNCATED, "a JPEG 2000 tile ends behind a packet header");
        }
        if (isAt(Marker.END_OF_PACKET_HEADER)) {
            position += HEADER_MARKER_BYTES;
        }
    }

    private boolean isAt(int marker) {
        return end - position >= 2 && ((data[position] & 0xff) << 8 | data[position + 1] & 0xff) == marker;
    }

    private void readHeader(Precinct precinct, int planes, int layer) {
        for (int i = 0; i < precinct.blocks.length; i++) {
            CodeBlock block = precinct.blocks[i];
            int x = i % precinct.blocksWide;
            int y = i / precinct.blocksWide;
            if (block.included) {
                if (bits.bit() != 0) {
                    readContribution(block, planes);
                }
            } else if (precinct.firstLayers.isBelow(layer + 1, x, y, bits)) {
                block.included = true;
                int zeroPlanes = 0;
                while (!precinct.zeroPlanes.isBelow(zeroPlanes + 1, x, y, bits)) {
                    zeroPlanes++;
                }
                block.zeroPlanes = zeroPlanes;
                readContribution(block, planes);
            }
        }
    }

    private void readContribution(CodeBlock block, int planes) {
        int passes = readPasses();
        if (block.passes + passes > 3 * (planes - block.zeroPlanes) - 2) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG 2000 code-block has more passes than bit-planes");
        }
        while (bits.bit() != 0) {
            block.lengthBits++;
        }
        while (passes > 0) {
            int count = Math.min(passes, passesToEndOfSegment(block.passes));
            int lengthBits = block.lengthBits + 31 - Integer.numberOfLeadingZeros(count);
            if (lengthBits > MAX_LENGTH_BITS) {
                throw new CodedException(ErrorCode.MALFORMED, "a JPEG 2000 code-block of more than 2^31 bytes");
            }
            chunks.add(block, bits.bits(lengthBits), count, startsSegment(block.passes));
            block.passes += count;
            passes -= count;
        }
    }

    private int readPasses() {
        if (bits.bit() == 0) {
            return 1;
        }
        if (bits.bit() == 0) {
            return 2;
        }
        int more = bits.bits(2);
        if (more < 3) {
            return PASSES_BY_TWO_BITS + more;
        }
        more = bits.bits(5);
        return more < 31 ? PASSES_BY_FIVE_BITS + more : PASSES_BY_SEVEN_BITS + bits.bits(7);
    }

    /** With bypass, the two raw passes of a bit-plane are one segment and its cleanup pass is another. */
    private int passesToEndOfSegment(int done) {
        if (style.has(CodingStyle.TERMINATE_ALL)) {
            return 1;
        }
        if (!style.has(CodingStyle.BYPASS)) {
            return Integer.MAX_VALUE;
        }
        if (done < CodingStyle.PASSES_BEFORE_BYPASS) {
            return CodingStyle.PASSES_BEFORE_BYPASS - done;
        }
        return (done - CodingStyle.PASSES_BEFORE_BYPASS) % 3 == 0 ? 2 : 1;
    }

    private boolean startsSegment(int done) {
        if (done == 0 || style.has(CodingStyle.TERMINATE_ALL)) {
            return true;
        }
        return style.has(CodingStyle.BYPASS)
                && done >= CodingStyle.PASSES_BEFORE_BYPASS
                && (done - CodingStyle.PASSES_BEFORE_BYPASS) % 3 != 1;
    }
}
