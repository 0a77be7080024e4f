package io.mirstream.imaging.codec;

import java.util.LinkedHashMap;
import java.util.Map;

/** Frames of a few hundred bytes and how a header describes them, for other packages' tests. */
public final class SmallFrames {
    private static final int ROWS = 13;
    private static final int COLUMNS = 11;

    private SmallFrames() {}

    /** Lossless with every predictor, and with a discrete cosine transform; with and without restart markers. */
    public static Map<byte[], FrameFormat> jpeg() {
        Map<byte[], FrameFormat> frames = new LinkedHashMap<>();
        for (int predictor = 1; predictor <= 7; predictor++) {
            JpegCodes codes = predictor % 2 == 0 ? LosslessJpeg.FLAT : LosslessJpeg.STEEP;
            LosslessJpeg form = new LosslessJpeg(16, predictor, predictor / 4, predictor % 3, codes);
            frames.put(form.write(ROWS, COLUMNS, JpegImage.SMOOTH.samples(ROWS, COLUMNS, 16)), format(16, 16, true));
        }
        for (int precision : new int[] {8, 12}) {
            frames.put(
                    new SequentialJpeg(precision, 40, precision - 8)
                            .write(ROWS, COLUMNS, JpegImage.SMOOTH.samples(ROWS, COLUMNS, precision)),
                    format(precision == 8 ? 8 : 16, precision, false));
        }
        return frames;
    }

    /** Lossless and near-lossless, with own thresholds and with restart markers. */
    public static Map<byte[], FrameFormat> jpegLs() {
        Map<byte[], FrameFormat> frames = new LinkedHashMap<>();
        frames.put(encoded(JpegLsEncoder.lossless(16), 16), format(16, 16, true));
        frames.put(encoded(JpegLsEncoder.lossless(12), 12), format(16, 12, false));
        frames.put(encoded(JpegLsEncoder.near(8, 3), 8), format(8, 8, false));
        frames.put(encoded(new JpegLsEncoder(12, 2, new int[] {4095, 20, 80, 300, 32}, 4), 12), format(16, 12, true));
        return frames;
    }

    private static byte[] encoded(JpegLsEncoder encoder, int precision) {
        return encoder.encode(JpegImage.SMOOTH.samples(ROWS, COLUMNS, precision), ROWS, COLUMNS);
    }

    /** Literal and replicate runs, of one and of two bytes a sample. */
    public static Map<byte[], FrameFormat> runLengths() {
        Map<byte[], FrameFormat> frames = new LinkedHashMap<>();
        for (int segments = 1; segments <= 2; segments++) {
            byte[] frame = new byte[64 + segments * 10];
            frame[0] = (byte) segments;
            for (int segment = 0; segment < segments; segment++) {
                int start = 64 + segment * 10;
                frame[4 + 4 * segment] = (byte) start;
                byte[] runs = {3, 1, 2, 3, 4, -127, 7, -128, (byte) (1 - (ROWS * COLUMNS - 132)), 9};
                System.arraycopy(runs, 0, frame, start, runs.length);
            }
            frames.put(frame, format(8 * segments, 8 * segments, false));
        }
        return frames;
    }

    private static FrameFormat format(int allocated, int stored, boolean signed) {
        return new FrameFormat(ROWS, COLUMNS, allocated, stored, signed);
    }
}
