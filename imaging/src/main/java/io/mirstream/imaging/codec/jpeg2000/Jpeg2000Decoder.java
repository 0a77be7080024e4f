package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.imaging.codec.FrameDecoder;
import io.mirstream.imaging.codec.FrameFormat;

/**
 * Decodes JPEG 2000 (ITU-T T.800) as DICOM uses it, lossless and lossy (PS3.5 A.4.4).
 *
 * <p>Takes one component of up to 16 bits, and a JP2 file around the codestream. Does not take high-throughput code-blocks
 * (T.814), changes of progression within a tile, and packet headers that are packed into the main or tile-part headers. A
 * codestream may lack its end marker, but no packet.
 */
public final class Jpeg2000Decoder implements FrameDecoder {
    private final TileDecoder tiles = new TileDecoder();

    @Override
    public void decode(byte[] data, int from, int to, FrameFormat format, short[] samples) {
        Codestream codestream = Codestream.read(data, from, to, format);
        for (int index = 0; index < codestream.tiles(); index++) {
            tiles.decode(codestream.tile(index), codestream.size().tile(index), codestream.size(), data, samples);
        }
    }
}
