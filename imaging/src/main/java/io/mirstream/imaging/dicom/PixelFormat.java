package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/**
 * How the pixels of one CT image are stored, and how they become Hounsfield units (PS3.5 section 8, PS3.3 C.7.6.3 and
 * C.11.1).
 *
 * @param syntax the transfer syntax
 * @param bitsAllocated 8 or 16
 * @param signed whether Pixel Representation is 1
 * @param slope Rescale Slope
 * @param intercept Rescale Intercept
 */
public record PixelFormat(
        TransferSyntax syntax,
        int rows,
        int columns,
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed,
        double slope,
        double intercept) {

    static PixelFormat of(DataSet root, TransferSyntax syntax, DataSet.PixelData pixelData, int maxSide) {
        int rows = root.unsigned(Tag.ROWS).orElse(0);
        int columns = root.unsigned(Tag.COLUMNS).orElse(0);
        if (rows == 0 || columns == 0) {
            throw new CodedException(ErrorCode.MALFORMED, "Rows or Columns is missing or 0");
        }
        if (rows > maxSide || columns > maxSide) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "more than " + maxSide + " rows or columns");
        }
        if (root.unsigned(Tag.SAMPLES_PER_PIXEL).orElse(1) != 1
                || !root.text(Tag.PHOTOMETRIC_INTERPRETATION).orElse("").equals("MONOCHROME2")) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "the pixels are not MONOCHROME2");
        }
        if (root.decimal(Tag.NUMBER_OF_FRAMES).orElse(1) != 1) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "a classic CT image has one frame");
        }
        int allocated = root.unsigned(Tag.BITS_ALLOCATED).orElse(0);
        int stored = root.unsigned(Tag.BITS_STORED).orElse(allocated);
        int highBit = root.unsigned(Tag.HIGH_BIT).orElse(stored - 1);
        if ((allocated != 8 && allocated != 16)
                || stored < 1
                || stored > allocated
                || highBit >= allocated
                || highBit < stored - 1) {
            throw new CodedException(
                    ErrorCode.UNSUPPORTED_PIXELS, "bits allocated, bits stored and high bit do not fit");
        }
        if (syntax.pixels == TransferSyntax.Pixels.UNSUPPORTED) {
            throw new CodedException(
                    ErrorCode.UNSUPPORTED_TRANSFER_SYNTAX, "the pixels' transfer syntax is not decoded here");
        }
        if ((pixelData.length() < 0) == (syntax.pixels == TransferSyntax.Pixels.NATIVE)) {
            throw new CodedException(ErrorCode.MALFORMED, "fragments and transfer syntax contradict each other");
        }
        return new PixelFormat(
                syntax,
                rows,
                columns,
                allocated,
                stored,
                highBit,
                root.unsigned(Tag.PIXEL_REPRESENTATION).orElse(0) == 1,
                root.decimal(Tag.RESCALE_SLOPE).orElse(1),
                root.decimal(Tag.RESCALE_INTERCEPT).orElse(0));
    }

    /** Refuses a file that is too short for its uncompressed pixels, before they are read. */
    void checkFits(long sourceSize, DataSet.PixelData pixelData) {
        if (pixelData.length() >= 0) {
            if (pixelData.length() < storedBytes()) {
                throw new CodedException(ErrorCode.TRUNCATED, "Pixel Data is shorter than rows x columns");
            }
            if (pixelData.offset() + storedBytes() > sourceSize) {
                throw new CodedException(ErrorCode.TRUNCATED, "the file ends in its pixel data");
            }
        }
    }

    private int storedBytes() {
        return rows * columns * (bitsAllocated / 8);
    }

    short[] decode(ByteSource source, DataSet.PixelData pixelData) {
        checkFits(source.size(), pixelData);
        byte[] stored =
                switch (syntax.pixels) {
                    case NATIVE -> source.bytes(pixelData.offset(), storedBytes());
                    case RLE ->
                        RunLength.decode(
                                Fragments.single(source, pixelData.offset()), rows * columns, bitsAllocated / 8);
                    case UNSUPPORTED ->
                        throw new CodedException(
                                ErrorCode.UNSUPPORTED_TRANSFER_SYNTAX,
                                "the pixels' transfer syntax is not decoded here");
                };
        return toHounsfield(stored);
    }

    private short[] toHounsfield(byte[] stored) {
        short[] hounsfield = new short[rows * columns];
        int shift = highBit + 1 - bitsStored;
        int unused = 32 - bitsStored;
        boolean integral = slope == 1 && intercept == Math.rint(intercept) && Math.abs(intercept) < 1 << 20;
        int offset = (int) intercept;
        int low = syntax.bigEndian ? 1 : 0;
        for (int i = 0; i < hounsfield.length; i++) {
            int word = bitsAllocated == 8
                    ? stored[i] & 0xff
                    : (stored[2 * i + low] & 0xff) | (stored[2 * i + 1 - low] & 0xff) << 8;
            int left = (word >>> shift) << unused;
            int value = signed ? left >> unused : left >>> unused;
            double exact = integral ? 0 : Math.rint(value * slope + intercept);
            int hu = integral ? value + offset : (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, exact));
            hounsfield[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, hu));
        }
        return hounsfield;
    }
}
