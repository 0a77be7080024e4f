package io.mirstream.embed.builtin;

import ai.onnxruntime.OrtException;
import io.mirstream.embed.encode.Slab;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.Phantoms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Calibrates the filter bank, an earlier encoder kept for comparison, on phantoms: {@code main} writes it to the path given. */
final class BuiltinCalibration {
    /** Seeds that no demo and no other test uses. */
    private static final long SEED = 900_000;

    private static final int PHANTOMS = 48;

    private BuiltinCalibration() {}

    public static void main(String[] arguments) throws IOException, OrtException {
        Files.writeString(Path.of(arguments[0]), calibrate().toText());
    }

    static Calibration calibrate() throws OrtException {
        double[] sums = new double[FilterBank.FEATURES];
        double[] squares = new double[FilterBank.FEATURES];
        long count = 0;
        try (SlabGraphRun run = new SlabGraphRun(FilterBank.features())) {
            for (PhantomSpec spec : Phantoms.cohort(PHANTOMS, SEED)) {
                PhantomSpec coarse = new PhantomSpec(spec.seed(), spec.anatomy(), spec.lesions(), 128, 10);
                for (Slab slab : PhantomSlabs.of(Phantom.render(coarse).volume())) {
                    float[] features = run.of(slab);
                    for (int i = 0; i < features.length; i++) {
                        sums[i] += features[i];
                        squares[i] += (double) features[i] * features[i];
                    }
                    count++;
                }
            }
        }
        float[] means = new float[sums.length];
        float[] deviations = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            double mean = sums[i] / count;
            means[i] = (float) mean;
            deviations[i] = (float) Math.max(
                    Calibration.MIN_DEVIATION, Math.sqrt(Math.max(0, squares[i] / count - mean * mean)));
        }
        return new Calibration(means, deviations);
    }
}
