package io.mirstream.embed.builtin;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Long runs, by name only ({@code -Dtest=EncoderRuns#comparison}): they print or write, and judge nothing. What the model is
 * held to is in {@link BuiltinLesionTest}.
 */
class EncoderRuns {
    @Test
    void comparison() throws IOException, OrtException {
        EncoderComparison.main(new String[] {System.getProperty("mirstream.comparison.phantoms", "160")});
    }

    @Test
    void region() throws IOException, OrtException {
        RegionTraining.main(new String[] {"target/region-network.txt"});
    }

    @Test
    void lesion() throws IOException {
        LesionTraining.main(new String[] {"target/lesion-network.txt"});
    }
}
