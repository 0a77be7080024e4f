package io.mirstream.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegLsDecoderTest {
    private static final int[][] SIZES = {{1, 1}, {1, 67}, {67, 1}, {2, 2}, {3, 300}, {41, 37}};

    private final FrameDecoder decoder = new JpegLsDecoder();

    /** Images that lead a codec to its different ends. */
    enum Picture {
        RANDOM {
            @Override
            int sample(int row, int column, int maximum, Random random) {
                return random.nextInt(maximum + 1);
            }
        },
        SMOOTH {
            @Override
            int sample(int row, int column, int maximum, Random random) {
                int noise = random.nextInt(Math.max(1, maximum / 32));
                return Math.min(maximum, (int) (maximum * (1 + Math.sin(row * 0.1 + column * 0.07)) / 2.2) + noise);
            }
        },
        FLAT {
            @Override
            int sample(int row, int column, int maximum, Random random) {
                int runLength = row < 10 ? 400 : 40;
                return random.nextInt(runLength) == 0 ? random.nextInt(maximum + 1) : maximum / 3;
            }
        },
        /** Rises ever faster, and so always past its prediction. */
        SADDLE {
            @Override
            int sample(int row, int column, int maximum, Random random) {
                return row * column * 300 & maximum;
            }
        },
        /** Rises ever slower, and so never reaches its prediction. */
        DOME {
            @Override
            int sample(int row, int column, int maximum, Random random) {
                return (row + column) * 10000 - row * column * 200 & maximum;
            }
        },
        CONSTANT {
            @Override
            int sample(int row, int column, int maximum, Random random) {
                return maximum;
            }
        },
        EXTREME {
            @Override
            int sample(int row, int column, int maximum, Random random) {
                return random.nextInt(4) == 0 ? maximum : 0;
            }
        };

        abstract int sample(int row, int column, int maximum, Random random);

        short[] samples(int rows, int columns, int maximum) {
            Random random = new Random(31L * maximum + rows);
            short[] samples = new short[rows * columns];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) sample(i / columns, i % columns, maximum, random);
            }
            return samples;
        }
    }

    /** The image and bytes of T.87 annex H.3. */
    @Test
    void worked_example_of_the_standard_is_decoded() {
        byte[] frame = HexFormat.of()
                .parseHex("ffd8fff7000b080004000401011100ffda0008010100000000c000006c80208e01c00000"
                        + "574000006ee600000" + "1bc18000005d80000916" + "0ffd9");

        assertThat(decode(frame, 4, 4, 8))
                .containsExactly(0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145);
    }

    @ParameterizedTest
    @EnumSource(Picture.class)
    void lossless_frames_of_every_precision_and_size_come_back(Picture picture) {
        for (int precision = 2; precision <= 16; precision++) {
            for (int[] size : SIZES) {
                short[] samples = picture.samples(size[0], size[1], (1 << precision) - 1);
                byte[] frame = JpegLsEncoder.lossless(precision).encode(samples, size[0], size[1]);

                assertThat(decode(frame, size[0], size[1], precision))
                        .as("%d bits, %d x %d", precision, size[0], size[1])
                        .isEqualTo(samples);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Picture.class)
    void near_lossless_frames_are_as_near_as_they_say(Picture picture) {
        for (int precision = 2; precision <= 16; precision++) {
            for (int near : new int[] {1, 3, 17, 255}) {
                if (near > (1 << precision) / 2 - 1) {
                    continue;
                }
                short[] samples = picture.samples(41, 37, (1 << precision) - 1);
                byte[] frame = JpegLsEncoder.near(precision, near).encode(samples, 41, 37);

                short[] decoded = decode(frame, 41, 37, precision);

                for (int i = 0; i < samples.length; i++) {
                    assertThat(Math.abs((decoded[i] & 0xffff) - (samples[i] & 0xffff)))
                            .as("%d bits, near %d, sample %d", precision, near, i)
                            .isLessThanOrEqualTo(near);
                }
            }
        }
    }

    /** MAXVAL, T1, T2, T3, RESET. */
    @ParameterizedTest
    @CsvSource({
        "8,  0,     0,  0,  0,   0",
        "16, 4095,  0,  0,  0,   0",
        "12, 1000,  0,  0,  0,   0",
        "12, 0,     9,  0,  0,   31",
        "12, 0,     0,  0,  900, 3",
        "16, 0,     5,  50, 500, 255",
        "16, 60000, 1,  1,  1,   60000",
        "5,  20,    2,  9,  20,  0"
    })
    void preset_parameters_are_followed_and_zeros_stand_for_defaults(
            int precision, int maximum, int t1, int t2, int t3, int reset) {
        int largest = maximum == 0 ? (1 << precision) - 1 : maximum;
        JpegLsEncoder encoder = new JpegLsEncoder(precision, 0, new int[] {maximum, t1, t2, t3, reset}, 0);
        for (Picture picture : Picture.values()) {
            short[] samples = picture.samples(41, 37, largest);
            byte[] frame = encoder.encode(samples, 41, 37);

            assertThat(decode(frame, 41, 37, precision)).as("%s", picture).isEqualTo(samples);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 20, 41, 1000})
    void restart_markers_start_the_statistics_anew(int lines) {
        short[] samples = Picture.SMOOTH.samples(41, 37, 4095);
        byte[] frame = new JpegLsEncoder(12, 0, null, lines).encode(samples, 41, 37);

        assertThat(decode(frame, 41, 37, 12)).isEqualTo(samples);
    }

    /** Each full part of a run makes the next part longer, up to 2^15 samples. */
    @ParameterizedTest
    @ValueSource(ints = {2, 8, 16})
    void runs_grow_to_their_longest_part_and_shrink_again(int precision) {
        short[] samples = Picture.CONSTANT.samples(3, 65535, (1 << precision) - 1);
        for (int i = 2 * 65535 + 30000; i < samples.length; i += 700) {
            samples[i] = 0;
        }
        byte[] frame = JpegLsEncoder.lossless(precision).encode(samples, 3, 65535);

        assertThat(decode(frame, 3, 65535, precision)).isEqualTo(samples);
    }

    @Test
    void signed_samples_get_their_sign_from_the_stored_bits() {
        byte[] frame = JpegLsEncoder.lossless(12).encode(new short[] {0, 0x7ff, 0x800, 0xfff}, 2, 2);
        short[] samples = new short[4];

        decoder.decode(frame, 0, frame.length, new FrameFormat(2, 2, 16, 12, true), samples);

        assertThat(samples).containsExactly(0, 2047, -2048, -1);
    }

    @Test
    void frames_are_decoded_alike_whatever_the_same_instance_decoded_before() {
        short[] samples = Picture.FLAT.samples(41, 37, 255);
        byte[] frame = JpegLsEncoder.lossless(8).encode(samples, 41, 37);
        byte[] larger = JpegLsEncoder.near(16, 2).encode(Picture.RANDOM.samples(3, 300, 65535), 3, 300);
        decode(larger, 3, 300, 16);

        assertThat(decode(frame, 41, 37, 8)).isEqualTo(samples);
    }

    @Test
    void applications_comments_and_fill_bytes_are_passed_over() {
        byte[] frame = JpegLsEncoder.lossless(8).encode(new short[] {1, 2, 3, 4}, 2, 2);
        byte[] colourTransform = {-1, (byte) 0xe8, 0, 7, 'm', 'r', 'f', 'x', 1};
        byte[] comment = {-1, -1, -1, (byte) 0xfe, 0, 3, -1};

        byte[] commented = inserted(inserted(frame, 2, comment), 2, colourTransform);

        assertThat(decode(commented, 2, 2, 8)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void frame_may_lack_its_end_or_be_padded() {
        short[] samples = Picture.SMOOTH.samples(41, 37, 255);
        byte[] frame = JpegLsEncoder.lossless(8).encode(samples, 41, 37);

        assertThat(decode(Arrays.copyOf(frame, frame.length - 2), 41, 37, 8)).isEqualTo(samples);
        assertThat(decode(Arrays.copyOf(frame, frame.length - 1), 41, 37, 8)).isEqualTo(samples);
        assertThat(decode(Arrays.copyOf(frame, frame.length + 1), 41, 37, 8)).isEqualTo(samples);
    }

    @Test
    void frame_is_read_from_the_middle_of_an_array() {
        byte[] frame = JpegLsEncoder.lossless(8).encode(new short[] {1, 2, 3, 4}, 2, 2);
        byte[] around = inserted(new byte[20], 10, frame);
        short[] samples = new short[4];

        decoder.decode(around, 10, 10 + frame.length, new FrameFormat(2, 2, 8, 8, false), samples);

        assertThat(samples).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Picture.class,
            names = {"RANDOM", "FLAT"})
    void frame_cut_before_its_last_samples_is_truncated(Picture picture) {
        for (int restartLines : new int[] {0, 5}) {
            byte[] frame =
                    new JpegLsEncoder(12, 0, new int[5], restartLines).encode(picture.samples(19, 17, 4095), 19, 17);
            int end = frame.length - 3; // the last byte of data is lost, too
            for (int length = 0; length <= end; length++) {
                assertRefused(Arrays.copyOf(frame, length), 19, 17, ErrorCode.TRUNCATED);
            }
        }
    }

    @Test
    void run_past_the_end_of_its_line_is_malformed() {
        short[] samples = new short[1000];
        samples[500] = 1;
        byte[] frame = JpegLsEncoder.lossless(8).encode(samples, 1, 1000);
        frame[9] = 450 >> 8;
        frame[10] = (byte) 450;

        assertRefused(frame, 1, 450, ErrorCode.MALFORMED);
    }

    /** After 4 bytes of zeros, a value larger than any error; after 12, no code at all. */
    @ParameterizedTest
    @ValueSource(ints = {4, 12})
    void impossible_code_is_malformed(int zeroBytes) {
        byte[] frame = JpegLsEncoder.lossless(16).encode(Picture.RANDOM.samples(41, 37, 65535), 41, 37);
        Arrays.fill(frame, 1000, 1000 + zeroBytes, (byte) 0);
        frame[1000 + zeroBytes] = 1;

        assertRefused(frame, 41, 37, ErrorCode.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void mutated_frame_is_decoded_or_refused(int near) {
        byte[] original =
                new JpegLsEncoder(12, near, new int[5], 10).encode(Picture.FLAT.samples(41, 37, 4095), 41, 37);
        Random random = new Random(near);
        for (int round = 0; round < 3000; round++) {
            byte[] mutated = original.clone();
            int at = random.nextInt(round % 2 == 0 ? 50 : mutated.length);
            mutated[at] = (byte) random.nextInt(256);
            try {
                decode(mutated, 41, 37, 12);
            } catch (CodedException e) {
                assertThat(e.code()).isIn(ErrorCode.MALFORMED, ErrorCode.TRUNCATED, ErrorCode.UNSUPPORTED_PIXELS);
            } catch (RuntimeException | Error e) {
                fail("byte " + at + " is " + HexFormat.of().toHexDigits(mutated[at]), e);
            }
        }
    }

    @Test
    void random_data_after_a_good_header_are_decoded_or_refused() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            int precision = 2 + random.nextInt(15);
            int near = random.nextInt(Math.min(256, 1 << precision - 1));
            byte[] header = JpegLsEncoder.near(precision, near).encode(new short[20 * 30], 20, 30);
            byte[] noise = new byte[4000];
            random.nextBytes(noise);
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) (noise[i] == -1 ? 0 : noise[i]);
            }
            byte[] frame = inserted(header, 25, noise);
            try {
                for (short sample : decode(frame, 20, 30, precision)) {
                    assertThat(sample & 0xffff).isLessThan(1 << precision);
                }
            } catch (CodedException e) {
                assertThat(e.code()).isIn(ErrorCode.MALFORMED, ErrorCode.TRUNCATED);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 4", "4, 5", "0, 5", "5, 0", "65535, 65535"})
    void frame_of_another_size_than_the_image_is_malformed(int rows, int columns) {
        byte[] frame = JpegLsEncoder.lossless(8).encode(new short[25], 5, 5);
        frame[7] = (byte) (rows >> 8);
        frame[8] = (byte) rows;
        frame[9] = (byte) (columns >> 8);
        frame[10] = (byte) columns;

        assertRefused(frame, 5, 5, ErrorCode.MALFORMED);
    }

    /** Offsets are those of a frame without LSE segment. */
    @ParameterizedTest
    @CsvSource({
        "0,  0,  MALFORMED, no marker at the start",
        "1,  217,  MALFORMED, EOI at the start",
        "3,  195, UNSUPPORTED_PIXELS, lossless JPEG",
        "3,  249, UNSUPPORTED_PIXELS, JPEG-LS part 2",
        "3,  217, MALFORMED, EOI before the scan",
        "3,  219, MALFORMED, quantisation table",
        "5,  10,  MALFORMED, a frame header too short",
        "6,  1,   MALFORMED, samples of 1 bit",
        "6,  17,  MALFORMED, samples of 17 bits",
        "11, 3,   UNSUPPORTED_PIXELS, three components",
        "18, 10,  MALFORMED, a scan header too long",
        "19, 3,   MALFORMED, a scan of three components",
        "21, 1,   UNSUPPORTED_PIXELS, a mapping table",
        "22, 128, MALFORMED, an error larger than half the range",
        "24, 1,   UNSUPPORTED_PIXELS, a point transform"
    })
    void header_that_is_not_for_this_decoder_is_refused(int at, int value, ErrorCode code, String why) {
        byte[] frame = JpegLsEncoder.lossless(8).encode(Picture.RANDOM.samples(5, 5, 255), 5, 5);
        frame[at] = (byte) value;

        assertRefused(frame, 5, 5, code, why);
    }

    /** Kind, then MAXVAL, T1, T2, T3, RESET. */
    @ParameterizedTest
    @CsvSource({
        "2, 0,   0,  0,  0,   0,  UNSUPPORTED_PIXELS",
        "3, 0,   0,  0,  0,   0,  UNSUPPORTED_PIXELS",
        "4, 0,   0,  0,  0,   0,  UNSUPPORTED_PIXELS",
        "1, 256, 0,  0,  0,   0,  MALFORMED",
        "1, 0,   20, 10, 0,   0,  MALFORMED",
        "1, 0,   0,  20, 10,  0,  MALFORMED",
        "1, 0,   0,  0,  256, 0,  MALFORMED",
        "1, 0,   0,  0,  0,   2,  MALFORMED",
        "1, 0,   0,  0,  0,   256, MALFORMED"
    })
    void preset_segment_that_contradicts_itself_is_refused(
            int kind, int maximum, int t1, int t2, int t3, int reset, ErrorCode code) {
        byte[] frame = JpegLsEncoder.lossless(8).encode(new short[25], 5, 5);
        byte[] segment = {-1, (byte) 0xf8, 0, 13, (byte) kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        int[] values = {maximum, t1, t2, t3, reset};
        for (int i = 0; i < values.length; i++) {
            segment[5 + 2 * i] = (byte) (values[i] >> 8);
            segment[6 + 2 * i] = (byte) values[i];
        }

        assertRefused(inserted(frame, 15, segment), 5, 5, code);
    }

    @Test
    void lost_restart_marker_is_malformed() {
        byte[] frame = new JpegLsEncoder(8, 0, null, 2).encode(Picture.RANDOM.samples(5, 5, 255), 5, 5);
        int marker = 0;
        while (frame[marker] != -1 || frame[marker + 1] != (byte) 0xd0) {
            marker++;
        }
        frame[marker + 1] = (byte) 0xd5;

        assertRefused(frame, 5, 5, ErrorCode.MALFORMED);
    }

    private short[] decode(byte[] frame, int rows, int columns, int bits) {
        short[] samples = new short[rows * columns];
        int allocated = bits <= 8 ? 8 : 16;
        decoder.decode(frame, 0, frame.length, new FrameFormat(rows, columns, allocated, bits, false), samples);
        return samples;
    }

    private void assertRefused(byte[] frame, int rows, int columns, ErrorCode code) {
        assertRefused(frame, rows, columns, code, frame.length + " bytes");
    }

    private void assertRefused(byte[] frame, int rows, int columns, ErrorCode code, String why) {
        FrameFormat format = new FrameFormat(rows, columns, 16, 16, false);
        assertThatThrownBy(() -> decoder.decode(frame, 0, frame.length, format, new short[rows * columns]))
                .as(why)
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static byte[] inserted(byte[] bytes, int at, byte[] more) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, all, at, more.length);
        System.arraycopy(bytes, at, all, at + more.length, bytes.length - at);
        return all;
    }
}
