package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/** The scan of a lossless frame: differences line by line, each then added to its prediction in place (T.81 annex H). */
final class JpegLosslessScan {
    /** Twice the half of the modulus: the difference of category 16 (T.81 H.1.2.2). */
    private static final int RUN_TO_DIFFERENCE_SHIFT = 15;

    /** A sample takes {@link JpegHuffmanTable#MAX_ENTRY_BITS} at most. */
    private static final int MAX_SAMPLE_BYTES = 4;

    private JpegLosslessScan() {}

    static void decode(JpegHeader header, JpegEntropyBits bits, FrameFormat format, short[] samples) {
        int columns = format.columns();
        int restartLines = restartLines(header.restartInterval(), format);
        for (int line = 0; line < format.rows(); line += restartLines) {
            int lines = Math.min(restartLines, format.rows() - line);
            bits.nextInterval((long) lines * columns * MAX_SAMPLE_BYTES, columns * MAX_SAMPLE_BYTES);
            decodeInterval(header, bits, columns, line, lines, samples);
        }
        if (header.pointTransform() > 0) {
            for (int i = 0; i < format.samples(); i++) {
                samples[i] = (short) (samples[i] << header.pointTransform());
            }
        }
    }

    /** Intervals are whole lines (T.81 H.1.1). */
    private static int restartLines(int restartInterval, FrameFormat format) {
        if (restartInterval == 0) {
            return format.rows();
        }
        if (restartInterval % format.columns() != 0) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG restart interval ends within a line");
        }
        return restartInterval / format.columns();
    }

    private static void decodeInterval(
            JpegHeader header, JpegEntropyBits bits, int columns, int firstLine, int lines, short[] samples) {
        long position = 0;
        for (int line = firstLine; line < firstLine + lines; line++) {
            int start = line * columns;
            position = differences(header.dcTable(), bits, position, start, start + columns, samples);
            bits.checkTaken(position);
            if (line == firstLine) {
                samples[start] += (short) (1 << (header.precision() - header.pointTransform() - 1));
                JpegPrediction.addLeft(start, columns, samples);
            } else {
                samples[start] += samples[start - columns];
                JpegPrediction.add(header.predictor(), start, columns, samples);
            }
        }
    }

    /** Nearly all the time of a frame goes here: a window serves until it might not hold the next sample. */
    private static long differences(
            JpegHuffmanTable table, JpegEntropyBits bits, long start, int from, int to, short[] samples) {
        byte[] bytes = bits.bytes();
        long position = start;
        long window = 0;
        int left = 0;
        for (int i = from; i < to; i++) {
            if (left < JpegHuffmanTable.MAX_ENTRY_BITS) {
                window = JpegEntropyBits.window(bytes, position);
                left = JpegEntropyBits.WINDOW_BITS;
            }
            int entry = table.lookup(window);
            int carried = JpegHuffmanTable.run(entry) << RUN_TO_DIFFERENCE_SHIFT;
            samples[i] = (short) (JpegHuffmanTable.value(entry, window) + carried);
            int taken = JpegHuffmanTable.bits(entry);
            position += taken;
            window <<= taken;
            left -= taken;
        }
        return position;
    }
}
