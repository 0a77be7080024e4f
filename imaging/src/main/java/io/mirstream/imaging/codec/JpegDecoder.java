package io.mirstream.imaging.codec;

/**
 * Decodes one-component JPEG frames (ITU-T T.81) of the processes that DICOM names for greyscale (PS3.5 8.2.1): baseline
 * (8 bit), extended sequential with Huffman codes (8 and 12 bit) and lossless with Huffman codes (2 to 16 bit).
 *
 * <p>Samples of the DCT processes equal those of the Independent JPEG Group's accurate integer transform, which the common
 * DICOM toolkits use. Progressive, arithmetic, hierarchical and multi-component frames are {@code UNSUPPORTED_PIXELS}.
 *
 * <p>Lenient where those toolkits are: fill bytes, bytes between segments, unknown application segments, a missing EOI and
 * padding after the frame are passed over. Codes that end early are {@code TRUNCATED}, never guessed.
 */
public final class JpegDecoder implements FrameDecoder {
    private final JpegHeader header = new JpegHeader();
    private final JpegEntropyBits bits = new JpegEntropyBits();
    private final JpegDctScan dctScan = new JpegDctScan();

    @Override
    public void decode(byte[] data, int from, int to, FrameFormat format, short[] samples) {
        JpegMarkers markers = new JpegMarkers(data, from, to);
        header.read(markers, format);
        bits.start(markers);
        if (header.lossless()) {
            JpegLosslessScan.decode(header, bits, format, samples);
        } else {
            dctScan.decode(header, bits, format, samples);
        }
    }
}
