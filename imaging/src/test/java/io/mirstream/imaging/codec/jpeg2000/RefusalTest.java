package io.mirstream.imaging.codec.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.jaiimageio.jpeg2000.impl.J2KImageWriteParamJava;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.ErrorKind;
import io.mirstream.imaging.codec.FrameFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is no whole frame of the header's size is refused with a code, soon, and whatever its bytes are. */
class RefusalTest {
    private static final int MUTATIONS = 800;
    /** Where the marker segments' fields lie in what the other encoder writes: SIZ comes first, then COD. */
    private static final int SIZE_SEGMENT = 2;

    private static final int WIDTH = SIZE_SEGMENT + 6;
    private static final int HEIGHT = WIDTH + 4;
    private static final int LEFT = HEIGHT + 4;
    private static final int TILE_WIDTH = LEFT + 8;
    private static final int TILE_HEIGHT = TILE_WIDTH + 4;
    private static final int COMPONENTS = TILE_HEIGHT + 12;
    private static final int DEPTH = COMPONENTS + 2;
    private static final int STEPS = DEPTH + 1;
    private static final int CODING_SEGMENT = STEPS + 2;
    private static final int ORDER = CODING_SEGMENT + 5;
    private static final int LAYERS = ORDER + 1;
    private static final int LEVELS = LAYERS + 3;
    private static final int BLOCK_WIDTH = LEVELS + 1;
    private static final int BLOCK_STYLE = BLOCK_WIDTH + 2;
    private static final int TRANSFORM = BLOCK_STYLE + 1;
    private static final int QUANTIZATION_SEGMENT = TRANSFORM + 1;

    private static final Frame FRAME = Frame.section(Frame.TWELVE_BITS, 9);

    private final byte[] whole = OtherCodec.encode(FRAME, param -> {});

    enum Coding {
        PLAIN(param -> {}),
        LAYERS_IN_TILES(param -> {
            param.setTiling(40, 40, 0, 0);
            param.setLayers("0.5 +3 4.0 +2");
            param.setPrecinctPartition("32 16 16 16 8 8");
            param.setProgressionName("pos-comp");
            param.setSOP("true");
            param.setEPH("true");
        }),
        IRREVERSIBLE(param -> {
            param.setLossless(false);
            param.setFilters("w9x7");
            param.setEncodingRate(4);
            param.setBypass("true");
            param.setTerminateOnByte("true");
            param.setCausalCXInfo("true");
        });

        private final Consumer<J2KImageWriteParamJava> options;

        Coding(Consumer<J2KImageWriteParamJava> options) {
            this.options = options;
        }
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    @Timeout(60)
    void frame_cut_anywhere_is_truncated(Coding coding) {
        byte[] codestream = OtherCodec.encode(FRAME, coding.options);
        int endMarker = codestream.length - 2;
        for (int length = 0; length < endMarker; length += length < 300 || length > endMarker - 300 ? 1 : 37) {
            assertThat(refusal(Arrays.copyOf(codestream, length), FRAME.format()))
                    .as("the first %d of %d bytes", length, codestream.length)
                    .isEqualTo(ErrorCode.TRUNCATED);
        }
    }

    /** As encoders write that do not know a tile-part's length yet: only its packets tell where it should end. */
    @Test
    void frame_of_unknown_length_cut_anywhere_is_truncated() {
        byte[] codestream = OtherCodec.encode(FRAME, param -> {
            param.setLayers("0.5 +3 4.0 +2");
            param.setProgressionName("layer");
        });
        int tilePart = new String(codestream, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u0090\u0000\n");
        ByteBuffer.wrap(codestream).putInt(tilePart + 6, 0);
        assertThat(Frame.decode(codestream, FRAME.format())).isEqualTo(FRAME.samples());
        int endMarker = codestream.length - 2;
        for (int length = tilePart; length < endMarker; length += length > endMarker - 300 ? 1 : 7) {
            assertThat(refusal(Arrays.copyOf(codestream, length), FRAME.format()))
                    .as("the first %d of %d bytes", length, codestream.length)
                    .isEqualTo(ErrorCode.TRUNCATED);
        }
    }

    @Test
    void frame_without_its_end_marker_is_whole() {
        byte[] unmarked = Arrays.copyOf(whole, whole.length - 2);

        short[] samples = Frame.decode(unmarked, FRAME.format());

        assertThat(samples).isEqualTo(FRAME.samples());
    }

    @Test
    void what_follows_the_end_marker_is_ignored() {
        byte[] padded = Arrays.copyOf(whole, whole.length + 1);

        short[] samples = Frame.decode(padded, FRAME.format());

        assertThat(samples).isEqualTo(FRAME.samples());
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    @Timeout(120)
    void mutated_frame_is_decoded_or_refused(Coding coding) {
        byte[] original = OtherCodec.encode(FRAME, coding.options);
        Random random = new Random(coding.ordinal());
        Jpeg2000Decoder decoder = new Jpeg2000Decoder();
        short[] samples = new short[FRAME.samples().length];
        for (int round = 0; round < MUTATIONS; round++) {
            byte[] mutated = original.clone();
            // every third one hits the headers
            int at = random.nextInt(round % 3 == 0 ? 150 : mutated.length);
            mutated[at] = (byte) random.nextInt(256);
            try {
                decoder.decode(mutated, 0, mutated.length, FRAME.format(), samples);
            } catch (CodedException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("byte " + at + " is " + HexFormat.of().toHexDigits(mutated[at]), e);
            }
        }
    }

    @Test
    void decoder_that_refused_a_frame_decodes_the_next() {
        Jpeg2000Decoder decoder = new Jpeg2000Decoder();
        short[] samples = new short[FRAME.samples().length];
        int cut = whole.length * 2 / 3;
        assertThatThrownBy(() -> decoder.decode(whole, 0, cut, FRAME.format(), samples))
                .isInstanceOf(CodedException.class);

        decoder.decode(whole, 0, whole.length, FRAME.format(), samples);

        assertThat(samples).isEqualTo(FRAME.samples());
    }

    @Test
    void frame_lies_where_it_is_said_to() {
        ByteBuffer larger = ByteBuffer.allocate(whole.length + 20).position(7).put(whole);
        short[] samples = new short[FRAME.samples().length];

        new Jpeg2000Decoder().decode(larger.array(), 7, 7 + whole.length, FRAME.format(), samples);

        assertThat(samples).isEqualTo(FRAME.samples());
    }

    @Test
    void codestream_in_a_jp2_file_is_found() {
        for (int boxLength : new int[] {8 + whole.length, 0}) {
            ByteBuffer file = ByteBuffer.allocate(12 + 20 + 24 + 8 + whole.length);
            file.putInt(12).put(ascii("jP  ")).putInt(0x0d0a_870a);
            file.putInt(20).put(ascii("ftyp")).put(ascii("jp2 ")).putInt(0).put(ascii("jp2 "));
            file.putInt(1).put(ascii("free")).putLong(24).putLong(0);
            file.putInt(boxLength).put(ascii("jp2c")).put(whole);

            short[] samples = Frame.decode(file.array(), FRAME.format());

            assertThat(samples).isEqualTo(FRAME.samples());
        }
    }

    @Test
    void jp2_file_without_a_codestream_is_truncated() {
        ByteBuffer file = ByteBuffer.allocate(12 + 20);
        file.putInt(12).put(ascii("jP  ")).putInt(0x0d0a_870a);
        file.putInt(4000).put(ascii("ftyp"));

        assertThat(refusal(file.array(), FRAME.format())).isEqualTo(ErrorCode.TRUNCATED);
    }

    @Test
    void what_is_no_codestream_is_malformed() {
        assertThat(refusal(new byte[100], FRAME.format())).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void size_that_is_not_the_headers_is_malformed() {
        int rows = FRAME.format().rows();
        int columns = FRAME.format().columns();
        assertThat(refusal(whole, new FrameFormat(rows + 1, columns, 16, 12, false)))
                .isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(whole, new FrameFormat(rows, columns - 1, 16, 12, false)))
                .isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(whole, new FrameFormat(columns, rows, 16, 12, false)))
                .isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(whole, new FrameFormat(rows, columns, 8, 8, false))).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void pixels_of_other_kinds_are_named() {
        assertThat(refusal(patched(COMPONENTS, 0, 3), FRAME.format())).isEqualTo(ErrorCode.UNSUPPORTED_PIXELS);
        assertThat(refusal(patched(DEPTH, 23), FRAME.format())).isEqualTo(ErrorCode.UNSUPPORTED_PIXELS);
        assertThat(refusal(patched(STEPS, 2), FRAME.format())).isEqualTo(ErrorCode.UNSUPPORTED_PIXELS);
        assertThat(refusal(patched(LEFT, 0x80), FRAME.format())).isEqualTo(ErrorCode.UNSUPPORTED_PIXELS);
        assertThat(refusal(patched(BLOCK_STYLE, 0x40), FRAME.format())).isEqualTo(ErrorCode.UNSUPPORTED_PIXELS);
        assertThat(refusal(patched(TRANSFORM, 2), FRAME.format())).isEqualTo(ErrorCode.UNSUPPORTED_PIXELS);
        assertThat(refusal(withSegment(Marker.CAPABILITIES), FRAME.format())).isEqualTo(ErrorCode.UNSUPPORTED_PIXELS);
        assertThat(refusal(withSegment(Marker.PROGRESSION_CHANGE), FRAME.format()))
                .isEqualTo(ErrorCode.UNSUPPORTED_PIXELS);
    }

    @Test
    void packed_packet_headers_are_named() {
        byte[] inMain = OtherCodec.encode(FRAME, param -> param.setPackPacketHeaderInMain(true));
        byte[] inTile = OtherCodec.encode(FRAME, param -> param.setPackPacketHeaderInTile(true));
        assertThat(refusal(inMain, FRAME.format())).isEqualTo(ErrorCode.UNSUPPORTED_PIXELS);
        assertThat(refusal(inTile, FRAME.format())).isEqualTo(ErrorCode.UNSUPPORTED_PIXELS);
    }

    @Test
    void values_that_the_standard_rules_out_are_malformed() {
        assertThat(refusal(patched(TILE_WIDTH, 0, 0, 0, 0), FRAME.format())).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(patched(ORDER, 5), FRAME.format())).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(patched(LAYERS, 0, 0), FRAME.format())).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(patched(LEVELS, 33), FRAME.format())).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(patched(BLOCK_WIDTH, 9), FRAME.format())).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(patched(QUANTIZATION_SEGMENT + 4, 3), FRAME.format()))
                .isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void fewer_step_sizes_than_subbands_are_malformed() {
        assertThat(refusal(patched(LEVELS, 32), FRAME.format())).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void more_tiles_and_layers_than_bytes_are_refused_before_memory_is_taken() {
        FrameFormat large = new FrameFormat(65_535, 65_535, 16, 12, false);
        byte[] tiny = patched(WIDTH, 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff);
        ByteBuffer.wrap(tiny).putInt(TILE_WIDTH, 1).putInt(TILE_HEIGHT, 1);
        byte[] layered = patched(LAYERS, 0xff, 0xff);

        assertThat(refusal(tiny, large, new short[0])).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(refusal(patched(TILE_WIDTH, 0, 0, 0, 1, 0, 0, 0, 1), FRAME.format()))
                .isEqualTo(ErrorCode.TRUNCATED);
        assertThat(refusal(layered, FRAME.format())).isEqualTo(ErrorCode.TRUNCATED);
    }

    @Test
    void precincts_smaller_than_their_worth_are_refused() {
        FrameFormat format = new FrameFormat(256, 256, 8, 8, false);
        byte[] codestream = OtherCodec.encode(Frame.smooth(format), param -> param.setPrecinctPartition("32 32"));
        int precincts = TRANSFORM + 1;
        Arrays.fill(codestream, precincts, precincts + 6, (byte) 0x11);

        assertThat(refusal(codestream, format)).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    private byte[] patched(int at, int... values) {
        byte[] patched = whole.clone();
        for (int i = 0; i < values.length; i++) {
            patched[at + i] = (byte) values[i];
        }
        return patched;
    }

    private byte[] withSegment(int marker) {
        return ByteBuffer.allocate(whole.length + 4)
                .put(whole, 0, CODING_SEGMENT)
                .putShort((short) marker)
                .putShort((short) 2)
                .put(whole, CODING_SEGMENT, whole.length - CODING_SEGMENT)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ErrorCode refusal(byte[] codestream, FrameFormat format) {
        return refusal(codestream, format, new short[format.samples()]);
    }

    private static ErrorCode refusal(byte[] codestream, FrameFormat format, short[] samples) {
        CodedException refused = catchThrowableOfType(
                CodedException.class,
                () -> new Jpeg2000Decoder().decode(codestream, 0, codestream.length, format, samples));
        assertThat(refused).as("a refusal").isNotNull();
        return refused.code();
    }
}
