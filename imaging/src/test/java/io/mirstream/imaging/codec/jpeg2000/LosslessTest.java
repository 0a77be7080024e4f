package io.mirstream.imaging.codec.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.jaiimageio.jpeg2000.impl.J2KImageWriteParamJava;
import io.mirstream.imaging.codec.FrameFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever another encoder does losslessly comes back bit for bit. */
class LosslessTest {
    private static final List<Frame> FRAMES =
            List.of(Frame.noise(Frame.UNSIGNED, 1), Frame.section(Frame.SIGNED, 2), Frame.smooth(Frame.BYTES));

    /** One option of the encoder at a time, and those that meet in the same passes or packets. */
    enum Coding {
        DEFAULT(param -> {}),
        NO_DECOMPOSITION(param -> param.setDecompositionLevel("0")),
        ONE_LEVEL(param -> param.setDecompositionLevel("1")),
        MORE_LEVELS_THAN_SAMPLES(param -> param.setDecompositionLevel("9")),
        SMALLEST_BLOCKS(param -> param.setCodeBlockSize("4 4")),
        WIDE_BLOCKS(param -> param.setCodeBlockSize("1024 4")),
        TALL_BLOCKS(param -> param.setCodeBlockSize("4 1024")),
        TILES(param -> param.setTiling(32, 24, 0, 0)),
        BY_LAYER(param -> progression(param, "layer")),
        BY_RESOLUTION(param -> progression(param, "res")),
        BY_RESOLUTION_AND_POSITION(param -> progression(param, "res-pos")),
        BY_POSITION(param -> progression(param, "pos-comp")),
        BY_COMPONENT(param -> progression(param, "comp-pos")),
        PACKET_MARKERS(param -> {
            param.setSOP("true");
            param.setEPH("true");
        }),
        GUARD_BITS(param -> param.setGuardBits("5")),
        BYPASS(param -> param.setBypass("true")),
        RESET(param -> param.setResetMQ("true")),
        TERMINATE_ALL(param -> param.setTerminateOnByte("true")),
        CAUSAL(param -> param.setCausalCXInfo("true")),
        SEGMENTATION_SYMBOLS(param -> param.setCodeSegSymbol("true")),
        PREDICTABLE_TERMINATION(param -> {
            param.setTerminateOnByte("true");
            param.setMethodForMQTermination("predict");
        }),
        BYPASS_TERMINATED(param -> {
            param.setBypass("true");
            param.setTerminateOnByte("true");
        }),
        ALL_STYLES(param -> {
            progression(param, "layer");
            param.setBypass("true");
            param.setResetMQ("true");
            param.setTerminateOnByte("true");
            param.setCausalCXInfo("true");
            param.setCodeSegSymbol("true");
            param.setCodeBlockSize("16 32");
        }),
        BYPASS_IN_LAYERS(param -> {
            progression(param, "layer");
            param.setBypass("true");
            param.setCausalCXInfo("true");
        }),
        TILE_PARTS(param -> {
            progression(param, "layer");
            param.setTiling(50, 50, 0, 0);
            param.setPacketPerTilePart(3);
        });

        final Consumer<J2KImageWriteParamJava> options;

        Coding(Consumer<J2KImageWriteParamJava> options) {
            this.options = options;
        }

        /** In layers and small precincts, so that the order matters. */
        private static void progression(J2KImageWriteParamJava param, String name) {
            param.setLayers("0.5 +3 4.0 +2");
            param.setPrecinctPartition("32 16 16 16 8 8");
            param.setProgressionName(name);
        }
    }

    /** But for small code-blocks, of which this encoder's rate allocation leaves out the last passes at times. */
    @ParameterizedTest
    @EnumSource(
            value = Coding.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MORE_LEVELS_THAN_SAMPLES", "SMALLEST_BLOCKS", "TILES", "TILE_PARTS"})
    void frames_come_back_bit_for_bit(Coding coding) {
        for (Frame frame : FRAMES) {
            assertComesBack(frame, 0, 0, coding);
        }
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void frames_are_what_the_other_decoder_makes_of_them(Coding coding) {
        for (Frame frame : FRAMES) {
            assertSameAsOther(frame, coding);
        }
    }

    /** The other decoder does not take such images from memory; these frames' code-blocks lose no pass. */
    @ParameterizedTest
    @EnumSource(Coding.class)
    void images_and_tiles_may_start_anywhere_on_the_grid(Coding coding) {
        Frame noise = Frame.noise(Frame.TWELVE_BITS, 3);
        Frame smooth = Frame.smooth(Frame.BYTES);
        assertComesBack(noise, 31, 64, coding);
        assertComesBack(noise, 2, 5, coding);
        assertComesBack(smooth, 13, 7, coding);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "2,1", "1,40", "40,1", "3,3", "5,130", "130,5", "64,64", "65,63"})
    void any_size_is_decoded(int rows, int columns) {
        assertSameAsOther(Frame.noise(new FrameFormat(rows, columns, 16, 16, true), rows), Coding.DEFAULT);
        assertComesBack(Frame.smooth(new FrameFormat(rows, columns, 8, 8, false)), 1, 1, Coding.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 12, 13, 15, 16})
    void any_precision_comes_back(int bits) {
        for (boolean signed : new boolean[] {false, true}) {
            FrameFormat format = new FrameFormat(40, 50, bits > 8 ? 16 : 8, bits, signed);
            assertComesBack(Frame.noise(format, bits), 0, 0, Coding.DEFAULT);
        }
    }

    /** The other decoder gets these wrong around the region. */
    @Test
    void frames_with_a_region_of_interest_come_back() {
        for (Frame frame : List.of(Frame.section(Frame.TWELVE_BITS, 5), Frame.smooth(Frame.BYTES))) {
            byte[] codestream = OtherCodec.encode(frame, param -> param.setROIs("R 20 15 30 25"));
            assertThat(Frame.decode(codestream, frame.format()))
                    .as("%s", frame.format())
                    .isEqualTo(frame.samples());
        }
    }

    private static void assertComesBack(Frame frame, int left, int top, Coding coding) {
        byte[] codestream = OtherCodec.encode(frame, left, top, coding.options);
        assertThat(Frame.decode(codestream, frame.format()))
                .as("%s at %d, %d", frame.format(), left, top)
                .isEqualTo(frame.samples());
    }

    private static void assertSameAsOther(Frame frame, Coding coding) {
        byte[] codestream = OtherCodec.encode(frame, coding.options);
        assertThat(Frame.decode(codestream, frame.format()))
                .as("%s", frame.format())
                .isEqualTo(OtherCodec.decode(codestream, frame.format()));
    }
}
