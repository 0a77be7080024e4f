package io.mirstream.embed.builtin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Mean and deviation of each feature over slabs of phantoms. Kept as a file of rounded numbers, so that every machine
 * builds the same model; the calibration test makes it anew and compares.
 *
 * @param means one a feature
 * @param deviations one a feature, none smaller than {@link #MIN_DEVIATION}
 */
record Calibration(float[] means, float[] deviations) {
    /** A feature that hardly varies over phantoms must not dominate where it does vary. */
    static final float MIN_DEVIATION = 0.004f;

    static final String RESOURCE = "/io/mirstream/embed/builtin/calibration.txt";

    float[] inverseDeviations() {
        float[] inverse = new float[deviations.length];
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] = 1 / deviations[i];
        }
        return inverse;
    }

    /** As written by {@link #toText}. */
    static Calibration load() throws IOException {
        try (InputStream in = Calibration.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("resource missing: " + RESOURCE);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            List<float[]> rows = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] numbers = line.split(" ", -1);
                    rows.add(new float[] {Float.parseFloat(numbers[0]), Float.parseFloat(numbers[1])});
                }
            }
            float[] means = new float[rows.size()];
            float[] deviations = new float[rows.size()];
            for (int i = 0; i < means.length; i++) {
                means[i] = rows.get(i)[0];
                deviations[i] = rows.get(i)[1];
            }
            if (means.length != FilterBank.FEATURES) {
                throw new IOException("the calibration is of another filter bank: run the calibration again");
            }
            return new Calibration(means, deviations);
        }
    }

    String toText() {
        StringBuilder text = new StringBuilder("# mean and deviation of each feature over phantoms' slabs\n");
        for (int i = 0; i < means.length; i++) {
            text.append(String.format(Locale.ROOT, "%.4f %.4f%n", means[i], deviations[i]));
        }
        return text.toString();
    }
}
