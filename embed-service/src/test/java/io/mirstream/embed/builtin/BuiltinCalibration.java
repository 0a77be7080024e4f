package io.mirstream.embed.builtin;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mirstream.embed.encode.Slab;
import io.mirstream.embed.encode.SlabBuilder;
import io.mirstream.embed.encode.SlabSpec;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.VolumeGeometry;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.Phantoms;
import io.mirstream.imaging.write.CtVolume;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the built-in model's calibration from phantoms: {@code main} writes it to the path given. */
final class BuiltinCalibration {
    static final SlabSpec SLABS = new SlabSpec(3, FilterBank.SIDE, 5, 128, 0.05, (short) -1024);

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
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(FilterBank.features())) {
            for (PhantomSpec spec : Phantoms.cohort(PHANTOMS, SEED)) {
                PhantomSpec coarse = new PhantomSpec(spec.seed(), spec.anatomy(), spec.lesions(), 128, 10);
                for (Slab slab : slabs(Phantom.render(coarse).volume())) {
                    float[] features = features(environment, session, slab);
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

    private static float[] features(OrtEnvironment environment, OrtSession session, Slab slab) throws OrtException {
        float[] pixels = new float[slab.hounsfield().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = slab.hounsfield()[i];
        }
        long[] shape = {1, 1, FilterBank.SIDE, FilterBank.SIDE};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
                OrtSession.Result result = session.run(Map.of("hounsfield", input))) {
            return ((float[][]) result.get(0).getValue())[0];
        }
    }

    static List<Slab> slabs(CtVolume volume) {
        SlabBuilder builder = new SlabBuilder(SLABS, geometry(volume));
        List<short[]> slices = volume.slices();
        for (int index = 0; index < slices.size(); index++) {
            builder.accept(new Slice(
                    index, volume.positionsMm().get(index), volume.rows(), volume.columns(), slices.get(index)));
        }
        return new ArrayList<>(builder.finish());
    }

    private static VolumeGeometry geometry(CtVolume volume) {
        double gap = volume.positionsMm().get(1) - volume.positionsMm().get(0);
        return new VolumeGeometry(
                volume.rows(),
                volume.columns(),
                volume.pixelSpacingMm(),
                volume.pixelSpacingMm(),
                volume.positionsMm(),
                gap,
                gap,
                gap,
                "axial",
                0,
                List.of());
    }
}
