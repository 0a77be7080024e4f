package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/**
 * The parameters of a scan (T.87 C.2.4.1.1); in the standard's words:
 *
 * @param maximum MAXVAL, the largest sample
 * @param near NEAR, the largest error of a sample, 0 for lossless
 * @param threshold1 T1, the smallest gradient of the second class
 * @param threshold2 T2, of the third class
 * @param threshold3 T3, of the fourth class
 * @param reset RESET, the count at which a context's sums are halved
 */
record JpegLsParameters(int maximum, int near, int threshold1, int threshold2, int threshold3, int reset) {
    /** What an LSE segment names; 0 stands for the default. */
    record Preset(int maximum, int threshold1, int threshold2, int threshold3, int reset) {
        static final Preset NONE = new Preset(0, 0, 0, 0, 0);
    }

    private static final int MAX_NEAR = 255;
    private static final int MIN_RESET = 3;
    private static final int MAX_RESET = 255;
    private static final int DEFAULT_RESET = 64;

    JpegLsParameters {
        boolean nearFits = near >= 0 && near <= Math.min(MAX_NEAR, maximum / 2);
        boolean thresholdsFit =
                near < threshold1 && threshold1 <= threshold2 && threshold2 <= threshold3 && threshold3 <= maximum;
        boolean resetFits = reset >= MIN_RESET && reset <= Math.max(MAX_RESET, maximum);
        if (!nearFits || !thresholdsFit || !resetFits) {
            throw new CodedException(ErrorCode.MALFORMED, "JPEG-LS coding parameters contradict each other");
        }
    }

    /** @throws CodedException {@code MALFORMED} for parameters outside the ranges of T.87 C.2.4.1.1 */
    static JpegLsParameters of(int precision, int near, Preset preset) {
        int largest = (1 << precision) - 1;
        if (preset.maximum > largest) {
            throw new CodedException(ErrorCode.MALFORMED, "the JPEG-LS maximum has more bits than the samples");
        }
        int maximum = preset.maximum == 0 ? largest : preset.maximum;
        int first = preset.threshold1 == 0 ? defaultThreshold(maximum, 3, 2, 3 * near, near + 1) : preset.threshold1;
        int second = preset.threshold2 == 0 ? defaultThreshold(maximum, 7, 3, 5 * near, first) : preset.threshold2;
        int third = preset.threshold3 == 0 ? defaultThreshold(maximum, 21, 4, 7 * near, second) : preset.threshold3;
        int reset = preset.reset == 0 ? DEFAULT_RESET : preset.reset;
        return new JpegLsParameters(maximum, near, first, second, third, reset);
    }

    /** RANGE: how many values an error may have. */
    int range() {
        return (maximum + 2 * near) / step() + 1;
    }

    /** By how much samples differ whose errors differ by 1. */
    int step() {
        return 2 * near + 1;
    }

    /** qbpp: bits of an error that is written as it is. */
    int errorBits() {
        return bitsFor(range());
    }

    /** LIMIT: bits of the longest code of an error. */
    int longestCode() {
        int sampleBits = Math.max(2, bitsFor(maximum + 1));
        return 2 * (sampleBits + Math.max(8, sampleBits));
    }

    /** What a context's A is at first (T.87 A.2.1). */
    int firstMagnitude() {
        return Math.max(2, (range() + 32) / 64);
    }

    /**
     * The sample of an error (T.87 A.4.4, A.4.5).
     *
     * @param error at most {@code (range() + 1) / 2}, of either sign
     */
    int reconstruct(int predicted, int error) {
        int sample = predicted + error * step();
        if (sample < -near) {
            sample += range() * step();
        } else if (sample > maximum + near) {
            sample -= range() * step();
        }
        return Math.min(Math.max(sample, 0), maximum);
    }

    /** T.87 C.2.4.1.1.1: {@code basic} is for 8 bits, {@code lower} stands for a value that does not fit. */
    private static int defaultThreshold(int maximum, int basic, int least, int nearShare, int lower) {
        int threshold;
        if (maximum >= 128) {
            int factor = (Math.min(maximum, 4095) + 128) / 256;
            threshold = factor * (basic - least) + least + nearShare;
        } else {
            int factor = 256 / (maximum + 1);
            threshold = Math.max(least, basic / factor + nearShare);
        }
        return threshold > maximum || threshold < lower ? lower : threshold;
    }

    /** ceil(log2(values)). */
    private static int bitsFor(int values) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(values - 1);
    }
}
