package io.mirstream.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpegLosslessTest {
    private static final int ROWS = 19;
    private static final int COLUMNS = 23;
    private static final FrameFormat FORMAT = new FrameFormat(ROWS, COLUMNS, 16, 16, false);

    private final JpegDecoder decoder = new JpegDecoder();

    @ParameterizedTest
    @MethodSource("everyForm")
    void what_was_written_is_read(JpegImage image, LosslessJpeg form) {
        short[] samples = image.samples(ROWS, COLUMNS, form.precision());
        byte[] frame = form.write(ROWS, COLUMNS, samples);

        short[] decoded = decode(frame);

        assertThat(decoded).isEqualTo(withoutLowBits(samples, form.pointTransform()));
    }

    /** All predictors with all precisions; restart intervals, point transforms and tables in turn. */
    static Stream<Object[]> everyForm() {
        List<Object[]> forms = new ArrayList<>();
        for (int precision = 2; precision <= 16; precision++) {
            for (int predictor = 1; predictor <= 7; predictor++) {
                int turn = precision + predictor;
                int restartLines = new int[] {0, 1, 4}[turn % 3];
                int pointTransform = turn % 4 == 0 ? precision / 2 : 0;
                for (JpegImage image : JpegImage.values()) {
                    JpegCodes codes = forms.size() % 2 == 0 ? LosslessJpeg.FLAT : LosslessJpeg.STEEP;
                    forms.add(new Object[] {
                        image, new LosslessJpeg(precision, predictor, pointTransform, restartLines, codes)
                    });
                }
            }
        }
        return forms.stream();
    }

    @Test
    void a_difference_of_32768_has_no_bits_of_its_own() {
        short[] samples = {0, Short.MIN_VALUE, 0, 5}; // from 0 to 32768 and back: category 16, and again
        byte[] frame = new LosslessJpeg(16, 1).write(1, 4, samples);

        short[] decoded = new short[4];
        decoder.decode(frame, 0, frame.length, new FrameFormat(1, 4, 16, 16, false), decoded);

        assertThat(decoded).isEqualTo(samples);
    }

    @Test
    void a_frame_lies_anywhere_in_its_array() {
        short[] samples = JpegImage.SMOOTH.samples(ROWS, COLUMNS, 16);
        byte[] frame = new LosslessJpeg(16, 4).write(ROWS, COLUMNS, samples);
        byte[] surrounded = new byte[frame.length + 20];
        System.arraycopy(frame, 0, surrounded, 7, frame.length);

        short[] decoded = new short[FORMAT.samples()];
        decoder.decode(surrounded, 7, 7 + frame.length, FORMAT, decoded);

        assertThat(decoded).isEqualTo(samples);
    }

    private short[] decode(byte[] frame) {
        short[] decoded = new short[FORMAT.samples()];
        decoder.decode(frame, 0, frame.length, FORMAT, decoded);
        return decoded;
    }

    private static short[] withoutLowBits(short[] samples, int count) {
        short[] cleared = new short[samples.length];
        for (int i = 0; i < samples.length; i++) {
            cleared[i] = (short) ((samples[i] & 0xffff) >> count << count);
        }
        return cleared;
    }
}
