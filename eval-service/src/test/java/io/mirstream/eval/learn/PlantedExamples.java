package io.mirstream.eval.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Volumes of three classes, which differ in one direction of twelve by less than volumes differ in the others; texts say the
 * class, among other things.
 */
final class PlantedExamples {
    private static final int WIDTH = 12;
    private static final int SLICES = 4;
    private static final double SIGNAL = 0.5;
    private static final double LOUD = 1.2;
    private static final double QUIET = 0.25;

    private PlantedExamples() {}

    static List<Example> of(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example> examples = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int group = number % 3;
            String name = "volume_" + (1000 + number);
            examples.add(new Example(
                    name,
                    name,
                    "chest",
                    Map.of("chest", Integer.toString(group)),
                    Slices.unit(slices(group, random)),
                    Optional.of(Slices.values(Slices.unit(text(group, random))))));
        }
        return examples;
    }

    private static List<float[]> slices(int group, SplittableRandom random) {
        float[] volume = new float[WIDTH];
        for (int i = 1; i < WIDTH; i++) {
            volume[i] = (float) (random.nextGaussian() * (i == 1 ? QUIET : LOUD));
        }
        volume[1] += (float) (SIGNAL * (group - 1));
        volume[0] = 3;
        List<float[]> slices = new ArrayList<>();
        for (int slice = 0; slice < SLICES; slice++) {
            float[] values = volume.clone();
            values[2] += slice - (SLICES - 1) / 2f;
            slices.add(values);
        }
        return slices;
    }

    private static float[] text(int group, SplittableRandom random) {
        float[] text = new float[5];
        for (int i = 0; i < text.length; i++) {
            text[i] = (float) (random.nextGaussian() * 0.3);
        }
        text[group] += 1;
        return text;
    }
}
