package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.codec.FrameFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How the pixels of one image are stored (PS3.5 section 8, PS3.3 C.7.6.3).
 *
 * @param syntax the transfer syntax
 * @param bitsAllocated 8 or 16
 * @param signed whether Pixel Representation is 1
 */
public record PixelFormat(
        TransferSyntax syntax,
        int rows,
        int columns,
        int frames,
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed) {

    private static final int HALF_RANGE = 1 << 14;

    /** Of four words in a long. */
    private static final long TOP_BITS = 0x8000_8000_8000_8000L;

    static PixelFormat of(DataSet root, TransferSyntax syntax, DataSet.PixelData pixelData, int maxSide) {
        int rows = root.unsigned(Tag.ROWS).orElse(0);
        int columns = root.unsigned(Tag.COLUMNS).orElse(0);
        if (rows == 0 || columns == 0) {
            throw new CodedException(ErrorCode.MALFORMED, "Rows or Columns is missing or 0");
        }
        if (rows > maxSide || columns > maxSide) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "more than " + maxSide + " rows or columns");
        }
        String photometric = root.text(Tag.PHOTOMETRIC_INTERPRETATION).orElse("");
        // MONOCHROME1 asks for another way to show the values; the values are the same
        if (root.unsigned(Tag.SAMPLES_PER_PIXEL).orElse(1) != 1
                || !(photometric.equals("MONOCHROME2") || photometric.equals("MONOCHROME1"))) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "the pixels are not monochrome");
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
        if (pixelData.isEncapsulated() != syntax.pixels.isEncapsulated()) {
            throw new CodedException(ErrorCode.MALFORMED, "fragments and transfer syntax contradict each other");
        }
        return new PixelFormat(
                syntax,
                rows,
                columns,
                frames(root),
                allocated,
                stored,
                highBit,
                root.unsigned(Tag.PIXEL_REPRESENTATION).orElse(0) == 1);
    }

    private static int frames(DataSet root) {
        double frames = root.decimal(Tag.NUMBER_OF_FRAMES).orElse(1);
        if (frames < 1 || frames > Integer.MAX_VALUE || frames != Math.rint(frames)) {
            throw new CodedException(ErrorCode.MALFORMED, "Number of Frames is not a positive number");
        }
        return (int) frames;
    }

    /** Refuses a file that is too short for its uncompressed pixels, before they are read. */
    public void checkFits(long sourceSize, DataSet.PixelData pixelData) {
        if (!pixelData.isEncapsulated()) {
            if (pixelData.length() < allBytes()) {
                throw new CodedException(ErrorCode.TRUNCATED, "Pixel Data is shorter than rows x columns x frames");
            }
            if (pixelData.offset() + allBytes() > sourceSize) {
                throw new CodedException(ErrorCode.TRUNCATED, "the file ends in its pixel data");
            }
        }
    }

    /** Bytes of one uncompressed frame. */
    public int frameBytes() {
        return rows * columns * (bitsAllocated / 8);
    }

    /** Bytes of all uncompressed frames. */
    long allBytes() {
        return (long) frames * frameBytes();
    }

    /** What a decoder of compressed frames needs to know. */
    public FrameFormat frame() {
        return new FrameFormat(rows, columns, bitsAllocated, bitsStored, signed);
    }

    /** Turns stored words into Hounsfield units, in place. */
    public void toHounsfield(short[] words, Rescale rescale) {
        if (rescale.isOffset() && addsWithinRange(words, (int) rescale.intercept())) {
            add(words, (int) rescale.intercept());
            return;
        }
        int left = Integer.SIZE - 1 - highBit;
        int right = Integer.SIZE - bitsStored;
        if (rescale.isOffset()) {
            int offset = (int) rescale.intercept();
            for (int i = 0; i < words.length; i++) {
                int value = signed ? words[i] << left >> right : words[i] << left >>> right;
                words[i] = Rescale.clamp(value + offset);
            }
        } else {
            for (int i = 0; i < words.length; i++) {
                words[i] = rescale.hounsfield(signed ? words[i] << left >> right : words[i] << left >>> right);
            }
        }
    }

    /** Whether no sum needs to be clamped: by the stored bits alone or, of full words, by the words that there are. */
    private boolean addsWithinRange(short[] words, int offset) {
        if (highBit != bitsStored - 1) {
            return false;
        }
        int lowest = signed ? -1 << bitsStored - 1 : 0;
        int highest = lowest + (1 << bitsStored) - 1;
        if (lowest + offset >= Short.MIN_VALUE && highest + offset <= Short.MAX_VALUE) {
            return true;
        }
        return offset >= -HALF_RANGE && offset < HALF_RANGE && areWithinHalfRange(words);
    }

    /** Four words at a time, since that is how fast they can be looked at. */
    private boolean areWithinHalfRange(short[] words) {
        MemorySegment all = MemorySegment.ofArray(words);
        long whole = all.byteSize() & -Long.BYTES;
        long beyond = 0;
        for (long at = 0; at < whole; at += Long.BYTES) {
            long four = all.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
            beyond |= signed ? four ^ four << 1 : four | four << 1;
        }
        if ((beyond & TOP_BITS) != 0) {
            return false;
        }
        for (int i = (int) (whole / Short.BYTES); i < words.length; i++) {
            if (words[i] < (signed ? -HALF_RANGE : 0) || words[i] >= HALF_RANGE) {
                return false;
            }
        }
        return true;
    }

    /** In operations on words alone, of which the compiler makes vectors: no shifts, and no minimum or maximum. */
    private void add(short[] words, int offset) {
        int mask = (1 << bitsStored) - 1;
        int sign = signed ? 1 << bitsStored - 1 : 0;
        for (int i = 0; i < words.length; i++) {
            words[i] = (short) (((words[i] & mask) ^ sign) - sign + offset);
        }
    }
}
