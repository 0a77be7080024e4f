package io.mirstream.imaging.codec.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.jaiimageio.jpeg2000.impl.J2KImageWriteParamJava;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was coded with a loss is decoded as another decoder does, up to rounding. */
class LossyTest {
    /** Two decoders that round each for itself. */
    private static final int TOLERANCE = 1;

    enum Coding {
        EXPOUNDED(param -> irreversible(param, 8)),
        DERIVED(param -> {
            irreversible(param, 8);
            param.setQuantizationType("derived");
        }),
        COARSE(param -> irreversible(param, 0.5)),
        FINE_STEPS(param -> {
            irreversible(param, 20);
            param.setQuantizationStep("0.0005");
        }),
        NO_DECOMPOSITION(param -> {
            irreversible(param, 4);
            param.setDecompositionLevel("0");
        }),
        MANY_LEVELS(param -> {
            irreversible(param, 4);
            param.setDecompositionLevel("8");
        }),
        TILES(param -> {
            irreversible(param, 4);
            param.setTiling(33, 21, 0, 0);
        }),
        LAYERS(param -> {
            irreversible(param, 3);
            param.setLayers("0.3 +4 2.0 +2");
            param.setProgressionName("layer");
        }),
        STYLES(param -> {
            irreversible(param, 3);
            param.setBypass("true");
            param.setCausalCXInfo("true");
            param.setTerminateOnByte("true");
        }),
        REVERSIBLE(param -> lossy(param, 2));

        private final Consumer<J2KImageWriteParamJava> options;

        Coding(Consumer<J2KImageWriteParamJava> options) {
            this.options = options;
        }

        private static void irreversible(J2KImageWriteParamJava param, double bitsPerSample) {
            lossy(param, bitsPerSample);
            param.setFilters("w9x7");
        }

        private static void lossy(J2KImageWriteParamJava param, double bitsPerSample) {
            param.setLossless(false);
            param.setEncodingRate(bitsPerSample);
        }
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void frames_are_close_to_what_the_other_decoder_makes_of_them(Coding coding) {
        for (Frame frame : new Frame[] {
            Frame.section(Frame.TWELVE_BITS, 5), Frame.section(Frame.SIGNED, 6), Frame.smooth(Frame.BYTES)
        }) {
            byte[] codestream = OtherCodec.encode(frame, coding.options);
            Frame mine = new Frame(frame.format(), Frame.decode(codestream, frame.format()));
            Frame other = new Frame(frame.format(), OtherCodec.decode(codestream, frame.format()));
            assertThat(mine.largestDifference(other)).as("%s", frame.format()).isLessThanOrEqualTo(TOLERANCE);
        }
    }
}
