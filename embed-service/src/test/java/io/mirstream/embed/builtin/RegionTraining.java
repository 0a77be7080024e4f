package io.mirstream.embed.builtin;

import ai.onnxruntime.OrtException;
import io.mirstream.embed.encode.Slab;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.Phantoms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits the built-in model's region network, one linear layer, by ridge regression from the layout of phantoms' slabs to
 * their height: {@code main} writes it to the path given.
 */
final class RegionTraining {
    /** Seeds that no demo, no test and no comparison uses. */
    private static final long SEED = 700_000;

    private static final int PHANTOMS = 96;

    /** Heights in the trunk that the stations stand for, in mm above the pelvic floor: the first and the last. */
    private static final double LOWEST_MM = 20;

    private static final double HIGHEST_MM = 655;

    /** How far a station reaches, as the deviation of a Gaussian. */
    private static final double REACH_MM = 90;

    private static final double RIDGE = 10;

    private RegionTraining() {}

    public static void main(String[] arguments) throws IOException, OrtException {
        List<double[]> inputs = new ArrayList<>();
        List<double[]> targets = new ArrayList<>();
        try (SlabGraphRun run = new SlabGraphRun(TissueFeatures.layout())) {
            for (PhantomSpec spec : Phantoms.cohort(PHANTOMS, SEED)) {
                List<Slab> slabs = PhantomSlabs.of(Phantom.render(spec.small()).volume());
                for (int k = 0; k < slabs.size(); k++) {
                    inputs.add(withOne(run.of(slabs.get(k))));
                    targets.add(stations(heightMm(spec.anatomy(), (k + 0.5) / slabs.size())));
                }
            }
        }
        Files.writeString(Path.of(arguments[0]), fit(inputs, targets).toText());
    }

    private static double[] withOne(float[] layout) {
        double[] input = new double[layout.length + 1];
        for (int i = 0; i < layout.length; i++) {
            input[i] = layout[i];
        }
        input[layout.length] = 1;
        return input;
    }

    /** Where phantoms of each anatomy begin and end, give or take a centimetre. */
    private static double heightMm(Anatomy anatomy, double fraction) {
        return switch (anatomy) {
            case LIVER -> 312 + fraction * (500 - 312);
            case COLON -> 20 + fraction * (225 - 20);
            case PANCREAS -> 195 + fraction * (375 - 195);
            case LUNG -> 425 + fraction * (655 - 425);
        };
    }

    private static double[] stations(double heightMm) {
        double[] stations = new double[Network.REGION_WIDTHS.getFirst()];
        for (int i = 0; i < stations.length; i++) {
            double station = LOWEST_MM + i * (HIGHEST_MM - LOWEST_MM) / (stations.length - 1);
            double away = (heightMm - station) / REACH_MM;
            stations[i] = StrictMath.exp(-away * away / 2);
        }
        return stations;
    }

    private static Network fit(List<double[]> inputs, List<double[]> targets) {
        int size = inputs.getFirst().length;
        int outputs = targets.getFirst().length;
        double[][] system = new double[size][size + outputs];
        for (int row = 0; row < inputs.size(); row++) {
            double[] input = inputs.get(row);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    system[i][j] += input[i] * input[j];
                }
                for (int j = 0; j < outputs; j++) {
                    system[i][size + j] += input[i] * targets.get(row)[j];
                }
            }
        }
        for (int i = 0; i < size - 1; i++) { // the bias is free
            system[i][i] += RIDGE;
        }
        solve(system);
        float[][] weights = new float[size - 1][outputs];
        float[] biases = new float[outputs];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < outputs; j++) {
                (i < size - 1 ? weights[i] : biases)[j] = (float) system[i][size + j];
            }
        }
        return new Network(List.of(new Network.Layer(weights, biases)));
    }

    /** Gauss and Jordan's elimination; a ridge needs no pivots. */
    private static void solve(double[][] system) {
        int columns = system[0].length;
        for (int pivot = 0; pivot < system.length; pivot++) {
            double scale = system[pivot][pivot];
            for (int column = pivot; column < columns; column++) {
                system[pivot][column] /= scale;
            }
            for (int row = 0; row < system.length; row++) {
                double factor = system[row][pivot];
                for (int column = pivot; row != pivot && factor != 0 && column < columns; column++) {
                    system[row][column] -= factor * system[pivot][column];
                }
            }
        }
    }
}
