package io.mirstream.imaging.dcm4che;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.codec.FrameFormat;
import io.mirstream.imaging.codec.RunLengthDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Dcm4cheRunLengthDecoderTest {
    private static final FrameFormat WORDS = new FrameFormat(1, 3, 16, 16, false);
    private static final FrameFormat BYTES = new FrameFormat(1, 3, 8, 8, false);

    /** 1, 1 and 2, as a replicate and a literal run. */
    private static final byte[] HIGH = {-1, 1, 0, 2};

    /** 254, 253, 252, as a literal run. */
    private static final byte[] LOW = {2, -2, -3, -4};

    private final Dcm4cheRunLengthDecoder decoder = new Dcm4cheRunLengthDecoder();

    @Test
    void frames_of_both_widths_decode_as_the_own_decoder_decodes_them() {
        byte[] words = frame(HIGH, LOW);
        byte[] bytes = frame(LOW);

        assertThat(decoded(words, WORDS)).containsExactly(0x1fe, 0x1fd, 0x2fc).isEqualTo(own(words, WORDS));
        assertThat(decoded(bytes, BYTES)).containsExactly(0xfe, 0xfd, 0xfc).isEqualTo(own(bytes, BYTES));
        assertThat(decoded(words, WORDS)).isEqualTo(own(words, WORDS));
    }

    @Test
    void frame_that_ends_early_is_refused_and_not_filled_with_zeros() {
        byte[] whole = frame(HIGH, LOW);

        assertThat(refusal(Arrays.copyOf(whole, whole.length - 1))).isEqualTo(ErrorCode.TRUNCATED);
    }

    @Test
    void frame_with_another_number_of_segments_is_malformed() {
        assertThat(refusal(frame(LOW))).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void frame_without_a_header_is_truncated() {
        assertThat(refusal(new byte[10])).isEqualTo(ErrorCode.TRUNCATED);
        assertThat(refusal(new byte[0])).isEqualTo(ErrorCode.TRUNCATED);
    }

    private ErrorCode refusal(byte[] frame) {
        CodedException[] refused = new CodedException[1];
        assertThatThrownBy(() -> decoded(frame, WORDS))
                .isInstanceOfSatisfying(CodedException.class, e -> refused[0] = e);
        return refused[0].code();
    }

    /** As it lies in the middle of other bytes. */
    private short[] decoded(byte[] frame, FrameFormat format) {
        short[] samples = new short[format.samples()];
        byte[] surrounded = new byte[frame.length + 10];
        Arrays.fill(surrounded, (byte) 0x55);
        System.arraycopy(frame, 0, surrounded, 5, frame.length);
        decoder.decode(surrounded, 5, 5 + frame.length, format, samples);
        return samples;
    }

    private static short[] own(byte[] frame, FrameFormat format) {
        short[] samples = new short[format.samples()];
        new RunLengthDecoder().decode(frame, 0, frame.length, format, samples);
        return samples;
    }

    /** The header of PS3.5 G.5, then the segments. */
    private static byte[] frame(byte[]... segments) {
        int header = 64;
        ByteBuffer frame = ByteBuffer.allocate(header
                        + Arrays.stream(segments).mapToInt(each -> each.length).sum())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(segments.length);
        int offset = header;
        for (byte[] segment : segments) {
            frame.putInt(offset);
            offset += segment.length;
        }
        frame.position(header);
        for (byte[] segment : segments) {
            frame.put(segment);
        }
        return frame.array();
    }
}
