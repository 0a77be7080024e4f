package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.codec.FrameFormat;

/** A codestream's headers, and where each tile's packets lie (T.800 annex A). */
final class Codestream {
    /** A tile-part has a start marker segment of 12 bytes and a start of data. */
    private static final int LEAST_TILE_PART_BYTES = 14;

    private static final int MAX_TILES = 65_535;
    private static final int SIGNATURE_BOX = 0x6a50_2020;
    private static final int CODESTREAM_BOX = 0x6a70_3263;
    private static final int BOX_TO_THE_END = 0;
    private static final int BOX_WITH_LONG_LENGTH = 1;

    private final ImageSize size;
    private final CodingParameters parameters;
    private final TileData[] tiles;

    private Codestream(ImageSize size, CodingParameters parameters, TileData[] tiles) {
        this.size = size;
        this.parameters = parameters;
        this.tiles = tiles;
    }

    /** Reads all headers of what lies at {@code [from, to)}: a codestream, or a JP2 file with one (T.800 annex I). */
    static Codestream read(byte[] data, int from, int to, FrameFormat format) {
        ByteReader reader = new ByteReader(data, startOfCodestream(data, from, to), to, ErrorCode.TRUNCATED);
        if (reader.u16() != Marker.START_OF_CODESTREAM) {
            throw new CodedException(ErrorCode.MALFORMED, "no JPEG 2000 codestream");
        }
        if (reader.u16() != Marker.SIZE) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG 2000 codestream that does not start with its size");
        }
        ImageSize size = ImageSize.read(reader.segment(), format);
        if (size.tiles() > MAX_TILES) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "more JPEG 2000 tiles than can be numbered");
        }
        if (size.tiles() > reader.remaining() / LEAST_TILE_PART_BYTES) {
            throw new CodedException(ErrorCode.TRUNCATED, "the JPEG 2000 codestream is too short for its tiles");
        }
        CodingParameters parameters = new CodingParameters(null);
        int marker = reader.u16();
        while (marker != Marker.START_OF_TILE_PART) {
            requireSegment(marker);
            parameters.read(marker, reader.segment());
            marker = reader.u16();
        }
        Codestream codestream = new Codestream(size, parameters, new TileData[(int) size.tiles()]);
        codestream.readTileParts(data, reader.position() - 2, to);
        return codestream;
    }

    ImageSize size() {
        return size;
    }

    /** @throws CodedException {@code TRUNCATED} when there is no part of it */
    TileData tile(int index) {
        if (tiles[index] == null) {
            throw new CodedException(ErrorCode.TRUNCATED, "the JPEG 2000 codestream lacks a tile");
        }
        return tiles[index];
    }

    int tiles() {
        return tiles.length;
    }

    private void readTileParts(byte[] data, int start, int to) {
        int position = start;
        // what follows the last tile-part is its end marker, or missing, and says nothing of the samples
        while (to - position >= LEAST_TILE_PART_BYTES && isStartOfTilePart(data, position)) {
            ByteReader reader = new ByteReader(data, position + 2, to, ErrorCode.TRUNCATED);
            ByteReader segment = reader.segment();
            int index = segment.u16();
            long length = segment.u32();
            int part = segment.u8();
            if (index >= tiles.length) {
                throw new CodedException(ErrorCode.MALFORMED, "a JPEG 2000 tile-part of no tile");
            }
            if (tiles[index] == null) {
                tiles[index] = new TileData(new CodingParameters(parameters));
            }
            TileData tile = tiles[index];
            if (part != tile.parts()) {
                throw new CodedException(ErrorCode.MALFORMED, "a JPEG 2000 tile-part is missing or out of order");
            }
            int marker = reader.u16();
            while (marker != Marker.START_OF_DATA) {
                requireSegment(marker);
                tile.parameters().read(marker, reader.segment());
                marker = reader.u16();
            }
            if (length > to - position) {
                throw new CodedException(ErrorCode.TRUNCATED, "a JPEG 2000 tile-part ends behind the codestream");
            }
            int end = length == 0 ? to : position + (int) length; // 0 stands for the rest
            if (end < reader.position()) {
                throw new CodedException(ErrorCode.MALFORMED, "a JPEG 2000 tile-part ends in its header");
            }
            tile.add(reader.position(), end);
            position = end;
        }
    }

    private static boolean isStartOfTilePart(byte[] data, int at) {
        return ((data[at] & 0xff) << 8 | data[at + 1] & 0xff) == Marker.START_OF_TILE_PART;
    }

    /** Marker segments of headers have codes from 0xff50 to 0xff6f (T.800 table A.2). */
    private static void requireSegment(int marker) {
        if (marker < 0xff50 || marker > 0xff6f) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG 2000 header holds what is no marker segment");
        }
    }

    private static int startOfCodestream(byte[] data, int from, int to) {
        ByteReader first = new ByteReader(data, from, to, ErrorCode.TRUNCATED);
        if (to - from < 8 || first.u32() != 12 || first.u32() != SIGNATURE_BOX) {
            return from;
        }
        long position = from;
        while (position < to) {
            ByteReader box = new ByteReader(data, (int) position, to, ErrorCode.TRUNCATED);
            long length = box.u32();
            long type = box.u32();
            if (length == BOX_WITH_LONG_LENGTH) {
                length = box.u32() << 32 | box.u32();
            }
            if (type == CODESTREAM_BOX) {
                return box.position();
            }
            if (length == BOX_TO_THE_END) {
                break;
            }
            if (length < box.position() - position) {
                throw new CodedException(ErrorCode.MALFORMED, "a JP2 box is shorter than its header");
            }
            position = length > to - position ? to : position + length;
        }
        throw new CodedException(ErrorCode.TRUNCATED, "a JP2 file without a codestream");
    }
}
