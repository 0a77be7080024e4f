package io.mirstream.embed.builtin;

import static io.mirstream.embed.builtin.GraphWriter.integer;
import static io.mirstream.embed.builtin.GraphWriter.ints;

import java.util.List;
import java.util.Random;

/**
 * The graph of an earlier built-in encoder, kept for comparison: where which tissue lies (means of HU windows over an 8 x 8
 * grid with overlapping cells), how it is textured (energies of Gaussian-derivative filters over a 4 x 4 grid), and how much
 * of it there is; standardised, projected to 256 dimensions, and normalised.
 */
final class FilterBank {
    /** Rows and columns of a slab; at 3 mm a pixel the middle 384 mm of a body. */
    static final int SIDE = 128;

    static final int DIMENSION = 256;

    /** HU windows: lung, fat, soft tissue, bone. */
    private static final float[][] WINDOWS = {{-1000, -200}, {-200, 0}, {-50, 200}, {150, 1000}};

    /** Scales of the derivative filters, in pixels. */
    private static final double[] SIGMAS = {1, 2};

    private static final int FILTERS_PER_SCALE = 3;
    private static final int KERNEL = 13;
    private static final int GRID = 8;
    private static final int COARSE_GRID = 4;
    private static final int ENERGIES = WINDOWS.length * SIGMAS.length * FILTERS_PER_SCALE;

    static final int FEATURES =
            WINDOWS.length * GRID * GRID + ENERGIES * COARSE_GRID * COARSE_GRID + WINDOWS.length + ENERGIES;

    /** A standardised feature farther out than this says nothing more. */
    private static final float OUTLIER = 3;

    private static final long PROJECTION_SEED = 20_260_216;

    private FilterBank() {}

    /** Features alone, as they are calibrated: {@code hounsfield [N,1,128,128] -> features [N,FEATURES]}. */
    static byte[] features() {
        GraphWriter graph = new GraphWriter("builtin-slab-features");
        graph.input("hounsfield", -1, 1, SIDE, SIDE);
        graph.output(addFeatures(graph), -1, FEATURES);
        return graph.toBytes();
    }

    /** The encoder: {@code hounsfield [N,1,128,128] -> embedding [N,256]}, of length 1. */
    static byte[] encoder(Calibration calibration) {
        GraphWriter graph = new GraphWriter("builtin-slab");
        graph.input("hounsfield", -1, 1, SIDE, SIDE);
        String features = addFeatures(graph);
        String centred = graph.node(
                "Sub", "centred", List.of(features, graph.floats("means", calibration.means(), 1, FEATURES)));
        String scaled = graph.node(
                "Mul",
                "standardised",
                List.of(centred, graph.floats("inverse-deviations", calibration.inverseDeviations(), 1, FEATURES)));
        String bounded = graph.node(
                "Clip", "bounded", List.of(scaled, graph.scalar("low", -OUTLIER), graph.scalar("high", OUTLIER)));
        String projected = graph.node(
                "MatMul", "projected", List.of(bounded, graph.floats("projection", projection(), FEATURES, DIMENSION)));
        graph.node("LpNormalization", "embedding", List.of(projected), integer("axis", 1), integer("p", 2));
        graph.output("embedding", -1, DIMENSION);
        return graph.toBytes();
    }

    private static String addFeatures(GraphWriter graph) {
        int windows = WINDOWS.length;
        float[] scale = new float[windows];
        float[] bias = new float[windows];
        for (int w = 0; w < windows; w++) {
            scale[w] = 1 / (WINDOWS[w][1] - WINDOWS[w][0]);
            bias[w] = -WINDOWS[w][0] * scale[w];
        }
        String linear = graph.node(
                "Conv",
                "windows",
                List.of(
                        "hounsfield",
                        graph.floats("window-scale", scale, windows, 1, 1, 1),
                        graph.floats("window-bias", bias, windows)),
                ints("kernel_shape", 1, 1));
        String channels =
                graph.node("Clip", "channels", List.of(linear, graph.scalar("zero", 0), graph.scalar("one", 1)));

        int cell = SIDE / GRID;
        String layout = graph.node(
                "AveragePool",
                "layout",
                List.of(channels),
                ints("kernel_shape", 2L * cell, 2L * cell),
                ints("strides", cell, cell),
                ints("pads", cell / 2, cell / 2, cell / 2, cell / 2),
                integer("count_include_pad", 1));

        int perWindow = SIGMAS.length * FILTERS_PER_SCALE;
        String edges = graph.node(
                "Conv",
                "edges",
                List.of(channels, graph.floats("filters", filters(), ENERGIES, 1, KERNEL, KERNEL)),
                ints("kernel_shape", KERNEL, KERNEL),
                ints("pads", KERNEL / 2, KERNEL / 2, KERNEL / 2, KERNEL / 2),
                integer("group", windows));
        assert perWindow * windows == ENERGIES;
        String energies = graph.node("Abs", "energies", List.of(edges));
        int coarse = SIDE / COARSE_GRID;
        String texture = graph.node(
                "AveragePool",
                "texture",
                List.of(energies),
                ints("kernel_shape", coarse, coarse),
                ints("strides", coarse, coarse));

        return graph.node(
                "Concat",
                "features",
                List.of(
                        graph.node("Flatten", "layout-flat", List.of(layout)),
                        graph.node("Flatten", "texture-flat", List.of(texture)),
                        graph.node(
                                "Flatten",
                                "amount",
                                List.of(graph.node("GlobalAveragePool", "amount-4d", List.of(channels)))),
                        graph.node(
                                "Flatten",
                                "energy",
                                List.of(graph.node("GlobalAveragePool", "energy-4d", List.of(energies))))),
                integer("axis", 1));
    }

    /** Derivatives in x and y, and the Laplacian, of Gaussians, each with absolute weights that sum to 1. */
    private static float[] filters() {
        float[] all = new float[ENERGIES * KERNEL * KERNEL];
        int filter = 0;
        for (int window = 0; window < WINDOWS.length; window++) {
            for (double sigma : SIGMAS) {
                for (int kind = 0; kind < FILTERS_PER_SCALE; kind++) {
                    double[] weights = filter(sigma, kind);
                    for (int i = 0; i < weights.length; i++) {
                        all[filter * KERNEL * KERNEL + i] = (float) weights[i];
                    }
                    filter++;
                }
            }
        }
        return all;
    }

    private static double[] filter(double sigma, int kind) {
        double[] weights = new double[KERNEL * KERNEL];
        double sum = 0;
        double absolute = 0;
        for (int i = 0; i < weights.length; i++) {
            double x = (i % KERNEL - KERNEL / 2) / sigma;
            double y = (i / KERNEL - KERNEL / 2) / sigma;
            double gauss = StrictMath.exp(-(x * x + y * y) / 2);
            weights[i] = switch (kind) {
                case 0 -> x * gauss;
                case 1 -> y * gauss;
                default -> (x * x + y * y - 2) * gauss;
            };
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] -= sum / weights.length; // blind to what is constant
            absolute += Math.abs(weights[i]);
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= absolute;
        }
        return weights;
    }

    /** Orthonormal columns from seeded Gaussian ones (Gram-Schmidt): distances survive, on average. */
    private static float[] projection() {
        Random random = new Random(PROJECTION_SEED);
        double[][] columns = new double[DIMENSION][FEATURES];
        for (int column = 0; column < DIMENSION; column++) {
            for (int row = 0; row < FEATURES; row++) {
                columns[column][row] = random.nextGaussian();
            }
            for (int earlier = 0; earlier < column; earlier++) {
                double along = dot(columns[column], columns[earlier]);
                for (int row = 0; row < FEATURES; row++) {
                    columns[column][row] -= along * columns[earlier][row];
                }
            }
            double length = Math.sqrt(dot(columns[column], columns[column]));
            for (int row = 0; row < FEATURES; row++) {
                columns[column][row] /= length;
            }
        }
        float[] matrix = new float[FEATURES * DIMENSION];
        for (int row = 0; row < FEATURES; row++) {
            for (int column = 0; column < DIMENSION; column++) {
                matrix[row * DIMENSION + column] = (float) columns[column][row];
            }
        }
        return matrix;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
