package io.mirstream.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames that end early or have a wrong byte are decoded or refused with a code; nothing else happens. */
@Timeout(60)
class JpegDamageTest {
    private static final int ROWS = 13;
    private static final int COLUMNS = 18;
    private static final int MUTATIONS = 4_000;
    private static final int EOI_BYTES = 2;
    private static final FrameFormat FORMAT = new FrameFormat(ROWS, COLUMNS, 16, 16, false);
    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.MALFORMED, ErrorCode.TRUNCATED, ErrorCode.UNSUPPORTED_PIXELS);

    private JpegDecoder decoder = new JpegDecoder();

    enum Form {
        LOSSLESS {
            @Override
            byte[] frame() {
                return new LosslessJpeg(16, 7, 0, 3, LosslessJpeg.STEEP)
                        .write(ROWS, COLUMNS, JpegImage.RANDOM.samples(ROWS, COLUMNS, 16));
            }
        },
        LOSSLESS_WITHOUT_RESTART {
            @Override
            byte[] frame() {
                return new LosslessJpeg(12, 1).write(ROWS, COLUMNS, JpegImage.SMOOTH.samples(ROWS, COLUMNS, 12));
            }
        },
        EXTENDED {
            @Override
            byte[] frame() {
                return new SequentialJpeg(12, 40, 2).write(ROWS, COLUMNS, JpegImage.SMOOTH.samples(ROWS, COLUMNS, 12));
            }
        };

        abstract byte[] frame();
    }

    @ParameterizedTest
    @EnumSource
    void a_frame_cut_anywhere_is_truncated_unless_only_its_end_marker_is_missing(Form form) {
        byte[] frame = form.frame();

        for (int length = 0; length < frame.length; length++) {
            decoder = new JpegDecoder();
            Optional<ErrorCode> refusal = refusal(Arrays.copyOf(frame, length), length);

            assertThat(refusal)
                    .as("%s cut after %d of %d bytes", form, length, frame.length)
                    .isEqualTo(length < frame.length - EOI_BYTES ? Optional.of(ErrorCode.TRUNCATED) : Optional.empty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_an_earlier_frame_left_does_not_complete_a_cut_one(Form form) {
        byte[] frame = form.frame();
        int scan = startOfScan(frame);
        byte[] earlier = frame.clone();
        Arrays.fill(earlier, scan, earlier.length, (byte) 0xfd); // no code begins so

        for (int length = scan; length < frame.length - EOI_BYTES; length++) {
            refusal(earlier, earlier.length);
            Optional<ErrorCode> refusal = refusal(frame, length);

            assertThat(refusal)
                    .as("%s cut after %d of %d bytes", form, length, frame.length)
                    .contains(ErrorCode.TRUNCATED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_frame_with_a_wrong_byte_is_read_or_refused(Form form) {
        byte[] original = form.frame();
        Random random = new Random(form.name().hashCode());

        for (int round = 0; round < MUTATIONS; round++) {
            byte[] mutated = original.clone();
            int at = round < original.length ? round : random.nextInt(original.length);
            mutated[at] = (byte) random.nextInt(256);
            Optional<ErrorCode> refusal = refusal(mutated, mutated.length);

            assertThat(refusal.isEmpty() || REFUSALS.contains(refusal.get()))
                    .as("%s, byte %d is %s: %s", form, at, HexFormat.of().toHexDigits(mutated[at]), refusal)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noise_in_place_of_codes_is_read_or_refused(Form form) {
        byte[] original = form.frame();
        Random random = new Random(form.name().hashCode());
        int scan = startOfScan(original);

        for (int round = 0; round < MUTATIONS; round++) {
            byte[] noise = Arrays.copyOf(original, scan + random.nextInt(2 * original.length));
            for (int i = scan; i < noise.length; i++) {
                noise[i] = (byte) random.nextInt(256);
            }
            Optional<ErrorCode> refusal = refusal(noise, noise.length);

            assertThat(refusal.isEmpty() || REFUSALS.contains(refusal.get()))
                    .as("%s, round %d: %s", form, round, refusal)
                    .isTrue();
        }
    }

    private static int startOfScan(byte[] frame) {
        int at = 0;
        while ((frame[at] & 0xff) != JpegMarkers.PREFIX || (frame[at + 1] & 0xff) != JpegMarkers.SOS) {
            at++;
        }
        return at + 10; // marker, length and a header of one component
    }

    private Optional<ErrorCode> refusal(byte[] frame, int length) {
        try {
            decoder.decode(frame, 0, length, FORMAT, new short[FORMAT.samples()]);
            return Optional.empty();
        } catch (CodedException e) {
            return Optional.of(e.code());
        } catch (RuntimeException | Error e) {
            throw new AssertionError(HexFormat.of().formatHex(frame, 0, length), e);
        }
    }
}
