package io.mirstream.imaging.codec;

/**
 * Decodes the compressed frames of one transfer syntax.
 *
 * <p>An instance is for one thread at a time and keeps its scratch memory from frame to frame, so that decoding a series
 * allocates little more than the samples themselves.
 */
public interface FrameDecoder {
    /**
     * Decodes one frame of one component.
     *
     * @param data holds the frame's compressed bytes at {@code [from, to)}
     * @param format what the DICOM header says of the frame
     * @param samples receives {@code rows * columns} stored values, row-major [rows][columns]; of a sample with more bits
     *     than 16 or a sign the low 16 bits (two's complement) are kept
     * @throws io.mirstream.contracts.error.CodedException {@code MALFORMED} for bytes that are no such frame or contradict
     *     {@code format}, {@code TRUNCATED} for a frame that ends early, {@code UNSUPPORTED_PIXELS} for one that this
     *     decoder does not know, {@code LIMIT_EXCEEDED} for one that needs more memory than a frame of its size may
     */
    void decode(byte[] data, int from, int to, FrameFormat format, short[] samples);
}
