package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/**
 * JPEG-LS frames of one component, lossless and near-lossless (ITU-T T.87, ISO/IEC 14495-1; PS3.5 8.2.3, transfer syntaxes
 * 1.2.840.10008.1.2.4.80 and .81), with samples of 2 to 16 bits.
 *
 * <p>Signed samples of fewer bits than 16 get their sign from Bits Stored; a frame of more bits than those keeps its words
 * as they are. Coded data after the last sample, or a missing end, is no error. Mapping tables and point transforms are
 * unsupported.
 */
public final class JpegLsDecoder implements FrameDecoder {
    private static final int RESTART = 0xd0;
    private static final int RESTARTS = 8;

    /** A sample has at most 64 bits (LIMIT of T.87), to which stuffing adds a seventh. */
    private static final int MAX_BYTES_PER_SAMPLE = 10;

    private final JpegLsBits bits = new JpegLsBits();
    private final JpegLsLines lines = new JpegLsLines(bits);

    @Override
    public void decode(byte[] data, int from, int to, FrameFormat format, short[] samples) {
        JpegLsHeader header = JpegLsHeader.read(data, from, to, format);
        lines.start(header.parameters(), format.columns());
        long longest = (long) MAX_BYTES_PER_SAMPLE * format.columns() * header.restartLines();
        int at = header.scanStart();
        int restarts = 0;
        for (int row = 0; row < format.rows(); row++) {
            if (row % header.restartLines() == 0) {
                if (row > 0) {
                    at = afterRestart(data, at, to, restarts++ % RESTARTS);
                }
                at = bits.load(data, at, (int) Math.min(to, at + longest));
                lines.restart();
            }
            lines.decode(samples, row * format.columns());
        }
        if (format.signed()) {
            extendSign(samples, format, header.precision());
        }
    }

    private static int afterRestart(byte[] data, int marker, int to, int number) {
        int at = marker + 1;
        while (at < to && (data[at] & 0xff) == 0xff) {
            at++; // fill bytes
        }
        if (at >= to) {
            throw new CodedException(ErrorCode.TRUNCATED, "a JPEG-LS frame ends where a restart marker is due");
        }
        if ((data[at] & 0xff) != RESTART + number) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG-LS frame lacks a restart marker");
        }
        return at + 1;
    }

    private static void extendSign(short[] samples, FrameFormat format, int precision) {
        int unused = Integer.SIZE - format.bitsStored();
        if (precision <= format.bitsStored()) {
            for (int i = 0; i < format.samples(); i++) {
                samples[i] = (short) (samples[i] << unused >> unused);
            }
        }
    }
}
