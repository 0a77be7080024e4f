package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.codec.FrameFormat;

/**
 * The image and its tiles on the reference grid (T.800 A.5.1 and B.3).
 *
 * @param x0 the image's left edge; {@code x1} is the first column after it
 * @param tileX0 the first tile's left edge, at most {@code x0}
 * @param precision bits per sample, 1 to 16
 * @param signed whether the codestream says that samples have a sign
 */
record ImageSize(
        int x0,
        int y0,
        int x1,
        int y1,
        int tileX0,
        int tileY0,
        int tileWidth,
        int tileHeight,
        int precision,
        boolean signed) {
    private static final int MAX_PRECISION = 16;
    /** A column and a row of samples for each of the reference grid. */
    private static final int ONE_TO_ONE = 0x0101;

    ImageSize {
        if (x1 <= x0
                || y1 <= y0
                || tileWidth == 0
                || tileHeight == 0
                || tileX0 > x0
                || tileY0 > y0
                || (long) tileX0 + tileWidth <= x0
                || (long) tileY0 + tileHeight <= y0) {
            throw new CodedException(ErrorCode.MALFORMED, "the JPEG 2000 image or its tiles have no area");
        }
    }

    /** @throws CodedException {@code MALFORMED} also when the image is not of the {@code format}'s size and depth */
    static ImageSize read(ByteReader segment, FrameFormat format) {
        segment.skip(2); // capabilities: those that matter here have markers of their own
        int x1 = coordinate(segment);
        int y1 = coordinate(segment);
        int x0 = coordinate(segment);
        int y0 = coordinate(segment);
        int tileWidth = extent(segment);
        int tileHeight = extent(segment);
        int tileX0 = coordinate(segment);
        int tileY0 = coordinate(segment);
        if (segment.u16() != 1) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "the JPEG 2000 image has more components than one");
        }
        int depth = segment.u8();
        int precision = (depth & 0x7f) + 1;
        if (precision > MAX_PRECISION) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "JPEG 2000 samples of more than 16 bits");
        }
        if (segment.u16() != ONE_TO_ONE) {
            throw new CodedException(
                    ErrorCode.UNSUPPORTED_PIXELS, "JPEG 2000 samples that are sparser than their grid");
        }
        ImageSize size =
                new ImageSize(x0, y0, x1, y1, tileX0, tileY0, tileWidth, tileHeight, precision, (depth & 0x80) != 0);
        if (x1 - x0 != format.columns() || y1 - y0 != format.rows()) {
            throw new CodedException(ErrorCode.MALFORMED, "the JPEG 2000 image has not the header's rows and columns");
        }
        if (precision > format.bitsAllocated()) {
            throw new CodedException(ErrorCode.MALFORMED, "JPEG 2000 samples have more bits than the header allocates");
        }
        return size;
    }

    long tiles() {
        return (long) tilesWide() * tilesHigh();
    }

    /** A tile's part of the image (T.800 B-7 to B-10). */
    Area tile(int index) {
        long left = tileX0 + (long) (index % tilesWide()) * tileWidth;
        long top = tileY0 + (long) (index / tilesWide()) * tileHeight;
        return image().intersect(left, top, left + tileWidth, top + tileHeight);
    }

    Area image() {
        return new Area(x0, y0, x1, y1);
    }

    private int tilesWide() {
        return (int) Area.ceilDivide((long) x1 - tileX0, tileWidth);
    }

    private int tilesHigh() {
        return (int) Area.ceilDivide((long) y1 - tileY0, tileHeight);
    }

    private static int coordinate(ByteReader segment) {
        long value = segment.u32();
        if (value > Integer.MAX_VALUE) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "a JPEG 2000 reference grid beyond 2^31 - 1");
        }
        return (int) value;
    }

    /** A tile may be larger than the image by any amount. */
    private static int extent(ByteReader segment) {
        return (int) Math.min(segment.u32(), Integer.MAX_VALUE);
    }
}
