package io.mirstream.embed.builtin;

import static io.mirstream.embed.builtin.GraphWriter.integer;
import static io.mirstream.embed.builtin.GraphWriter.ints;
import static io.mirstream.embed.builtin.GraphWriter.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What a point of a slab and its surroundings look like: how much of which tissue, on average, at most and at least, at
 * scales from 6 to 48 mm. Nothing of this is learnt. And where the point lies, in the slab and along the body.
 */
final class TissueFeatures {
    /** Rows and columns of a slab; at 3 mm a pixel the middle 384 mm of a body. */
    static final int SIDE = 128;

    /** Rows and columns of a map of features, 6 mm apart. */
    static final int MAP = SIDE / 2;

    /** HU windows: lung, fat, fluid and what is not enhanced, enhanced soft tissue, bone. */
    private static final float[][] WINDOWS = {{-1000, -200}, {-200, -20}, {-20, 60}, {40, 160}, {150, 800}};

    static final int TISSUES = WINDOWS.length;

    /** Halvings after the first: cells of 6, 12, 24 and 48 mm. */
    private static final int SCALES = 4;

    /** Mean, maximum and minimum. */
    private static final int KINDS = 3;

    /** Of a point in its slab: one for each tissue, as planes are added to their means. */
    private static final int PLACES = TISSUES;

    static final int STATIONS = Network.REGION_WIDTHS.getLast();

    static final int COUNT = TISSUES * KINDS * (1 + SCALES) + PLACES + STATIONS;

    /** Rows and columns of the layout's cells, which overlap. */
    static final int GRID = 6;

    private static final int CELL = 14;
    private static final int CELL_STRIDE = 10;

    /** Inputs of the region network: tissues of every cell. */
    static final int LAYOUT = TISSUES * GRID * GRID;

    /** Keeps a station's number from being none at all: a vector of zeros has no direction. */
    private static final float LEAST = 0.001f;

    private static final float MOST = 2;

    private static final float[] BINOMIAL = {1, 2, 1, 2, 4, 2, 1, 2, 1};
    private static final float BINOMIAL_SUM = 16;

    private TissueFeatures() {}

    /** Features alone, as the lesion network is trained on them: {@code hounsfield [N,1,128,128] -> [N,COUNT,64,64]}. */
    static byte[] graph(Network region) {
        GraphWriter graph = new GraphWriter("tissue-features");
        graph.input("hounsfield", -1, 1, SIDE, SIDE);
        String tissues = addTissues(graph);
        List<String> around = addSurroundings(graph, tissues);
        graph.output(add(graph, around, addStations(graph, addLayout(graph), region)), -1, COUNT, MAP, MAP);
        return graph.toBytes();
    }

    /** The layout alone, as the region network is trained on it: {@code hounsfield [N,1,128,128] -> [N,5,6,6]}. */
    static byte[] layout() {
        GraphWriter graph = new GraphWriter("slab-layout");
        graph.input("hounsfield", -1, 1, SIDE, SIDE);
        halved(graph, "mean-6", addTissues(graph));
        graph.output(addLayout(graph), -1, TISSUES, GRID, GRID);
        return graph.toBytes();
    }

    /** Which tissue lies where, in cells of 84 mm: {@code [N,TISSUES,GRID,GRID]}. */
    static String addLayout(GraphWriter graph) {
        return graph.node(
                "AveragePool",
                "layout",
                List.of("mean-6"),
                ints("kernel_shape", CELL, CELL),
                ints("strides", CELL_STRIDE, CELL_STRIDE));
    }

    /** How near a slab is to each station along the body: {@code [N,STATIONS,1,1]}. */
    static String addStations(GraphWriter graph, String layout, Network region) {
        return graph.node(
                "Clip",
                "stations",
                List.of(
                        region.add(graph, "region", layout, GRID),
                        graph.scalar("least", LEAST),
                        graph.scalar("most", MOST)));
    }

    /** All features of every point: {@code [N,COUNT,64,64]}. */
    static String add(GraphWriter graph, List<String> surroundings, String stations) {
        List<String> features = new ArrayList<>(surroundings);
        String nothing = graph.node(
                "Mul",
                "nothing",
                List.of(graph.node("GlobalAveragePool", "whole", List.of("mean-6")), graph.scalar("no", 0)));
        features.add(
                graph.node("Add", "places", List.of(nothing, graph.floats("planes", planes(), 1, PLACES, MAP, MAP))));
        float[] zeros = new float[MAP * MAP];
        features.add(graph.node("Add", "heights", List.of(stations, graph.floats("flat", zeros, 1, 1, MAP, MAP))));
        return graph.node("Concat", "features", features, integer("axis", 1));
    }

    /** Columns and rows from -1 to 1, their squares, and their product. */
    private static float[] planes() {
        float[] planes = new float[PLACES * MAP * MAP];
        for (int at = 0; at < MAP * MAP; at++) {
            float x = (at % MAP + 0.5f) / (MAP / 2) - 1;
            float y = (at / MAP + 0.5f) / (MAP / 2) - 1;
            float[] terms = {x, y, x * x, y * y, x * y};
            for (int plane = 0; plane < PLACES; plane++) {
                planes[plane * MAP * MAP + at] = terms[plane];
            }
        }
        return planes;
    }

    /** Each HU window scaled to 0..1: {@code [N,TISSUES,128,128]}. */
    static String addTissues(GraphWriter graph) {
        float[] scale = new float[TISSUES];
        float[] bias = new float[TISSUES];
        for (int tissue = 0; tissue < TISSUES; tissue++) {
            scale[tissue] = 1 / (WINDOWS[tissue][1] - WINDOWS[tissue][0]);
            bias[tissue] = -WINDOWS[tissue][0] * scale[tissue];
        }
        String linear = graph.node(
                "Conv",
                "windows",
                List.of(
                        "hounsfield",
                        graph.floats("window-scale", scale, TISSUES, 1, 1, 1),
                        graph.floats("window-bias", bias, TISSUES)),
                ints("kernel_shape", 1, 1));
        return graph.node("Clip", "tissues", List.of(linear, graph.scalar("zero", 0), graph.scalar("one", 1)));
    }

    /** Means, maxima and minima of tissues at each scale, as maps of 64 x 64. */
    static List<String> addSurroundings(GraphWriter graph, String tissues) {
        List<String> features = new ArrayList<>();
        String mean = halved(graph, "mean-6", tissues);
        features.add(mean);
        features.add(pooled(graph, "max-6", tissues, 2, 2, 0));
        features.add(negated(graph, "min-6", pooled(graph, "max-6-of", negated(graph, "of-6", tissues), 2, 2, 0)));
        String kernel = graph.floats("binomial", binomial(), TISSUES, 1, 3, 3);
        for (int scale = 0; scale < SCALES; scale++) {
            int factor = 1 << scale;
            String suffix = "-around-" + 6 * factor;
            String smooth = graph.node(
                    "Conv",
                    "mean" + suffix,
                    List.of(mean, kernel),
                    ints("kernel_shape", 3, 3),
                    ints("pads", 1, 1, 1, 1),
                    integer("group", TISSUES));
            String least = negated(
                    graph,
                    "min" + suffix,
                    pooled(graph, "max-of" + suffix, negated(graph, "of" + suffix, smooth), 3, 1, 1));
            String all = graph.node(
                    "Concat",
                    "all" + suffix,
                    List.of(smooth, pooled(graph, "max" + suffix, smooth, 3, 1, 1), least),
                    integer("axis", 1));
            features.add(factor == 1 ? all : enlarged(graph, "map" + suffix, all, factor));
            mean = scale + 1 < SCALES ? halved(graph, "mean-" + 12 * factor, mean) : mean;
        }
        return features;
    }

    private static String halved(GraphWriter graph, String name, String map) {
        return graph.node("AveragePool", name, List.of(map), ints("kernel_shape", 2, 2), ints("strides", 2, 2));
    }

    private static String pooled(GraphWriter graph, String name, String map, int kernel, int stride, int pad) {
        return graph.node(
                "MaxPool",
                name,
                List.of(map),
                ints("kernel_shape", kernel, kernel),
                ints("strides", stride, stride),
                ints("pads", pad, pad, pad, pad));
    }

    private static String negated(GraphWriter graph, String name, String map) {
        return graph.node("Neg", name, List.of(map));
    }

    private static String enlarged(GraphWriter graph, String name, String map, int factor) {
        String scales = graph.floats(name + "-scales", new float[] {1, 1, factor, factor}, 4);
        return graph.node("Resize", name, List.of(map, "", scales), text("mode", "linear"));
    }

    private static float[] binomial() {
        float[] kernels = new float[TISSUES * BINOMIAL.length];
        for (int i = 0; i < kernels.length; i++) {
            kernels[i] = BINOMIAL[i % BINOMIAL.length] / BINOMIAL_SUM;
        }
        return kernels;
    }
}
