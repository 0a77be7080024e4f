package io.mirstream.imaging.codec;

/**
 * What the DICOM header says of a frame's samples (PS3.3 C.7.6.3).
 *
 * @param bitsAllocated 8 or 16
 * @param bitsStored at most {@code bitsAllocated}
 * @param signed whether Pixel Representation is 1
 */
public record FrameFormat(int rows, int columns, int bitsAllocated, int bitsStored, boolean signed) {
    public int samples() {
        return rows * columns;
    }
}
