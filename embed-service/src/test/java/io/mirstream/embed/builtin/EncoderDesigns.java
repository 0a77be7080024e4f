package io.mirstream.embed.builtin;

import static io.mirstream.embed.builtin.GraphWriter.integer;
import static io.mirstream.embed.builtin.GraphWriter.ints;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Encoders that were weighed against the built-in one. All give vectors of length 1. */
final class EncoderDesigns {
    private static final int TISSUES = TissueFeatures.TISSUES;
    private static final long SEED = 20_261_124;

    /** Neighbours above and below that the 2.5D design sees. */
    private static final int STACK = 3;

    private EncoderDesigns() {}

    /**
     * One design.
     *
     * @param slabs that it sees at once, as channels
     */
    record Design(byte[] graph, int slabs) {}

    static Map<String, Design> all() throws IOException {
        Map<String, Design> designs = new LinkedHashMap<>();
        designs.put("A filter bank, calibrated", new Design(FilterBank.encoder(Calibration.load()), 1));
        designs.put("B layout of HU windows", new Design(layout(), 1));
        designs.put("C filters over three slabs", new Design(stacked(), STACK));
        designs.put("D blobs of both signs", new Design(blobs(), 1));
        designs.put("E random convolutions", new Design(random(), 1));
        Network region = Network.load(Network.REGION, TissueFeatures.LAYOUT, Network.REGION_WIDTHS);
        designs.put("F region and layout", new Design(region(region), 1));
        designs.put("G the built-in encoder", new Design(builtIn(), 1));
        return designs;
    }

    static byte[] builtIn() throws IOException {
        return SlabGraph.encoder(
                Network.load(Network.REGION, TissueFeatures.LAYOUT, Network.REGION_WIDTHS),
                Network.load(Network.LESION, TissueFeatures.COUNT, Network.LESION_WIDTHS));
    }

    private static GraphWriter open(int slabs) {
        GraphWriter graph = new GraphWriter("design");
        graph.input("hounsfield", -1, slabs, TissueFeatures.SIDE, TissueFeatures.SIDE);
        return graph;
    }

    private static byte[] close(GraphWriter graph, List<String> parts, int dimension) {
        List<String> units = new ArrayList<>();
        for (String part : parts) {
            String flat = graph.node("Flatten", part + "-vector", List.of(part));
            units.add(
                    graph.node("LpNormalization", part + "-unit", List.of(flat), integer("axis", 1), integer("p", 2)));
        }
        String all = graph.node("Concat", "all-parts", units, integer("axis", 1));
        graph.node("LpNormalization", "embedding", List.of(all), integer("axis", 1), integer("p", 2));
        graph.output("embedding", -1, dimension);
        return graph.toBytes();
    }

    private static String cells(GraphWriter graph, String name, String map, int side) {
        return graph.node(
                "AveragePool", name, List.of(map), ints("kernel_shape", side, side), ints("strides", side, side));
    }

    /** Means of five HU windows over 8 x 8 cells. */
    private static byte[] layout() {
        GraphWriter graph = open(1);
        String cells = cells(graph, "cells", TissueFeatures.addTissues(graph), 16);
        return close(graph, List.of(cells), TISSUES * 64);
    }

    /** B of the middle slab, and energies of the derivative along the body and of the three-dimensional Laplacian. */
    private static byte[] stacked() {
        GraphWriter graph = open(STACK);
        float[] scale = {1 / 800f, 1 / 180f, 1 / 80f, 1 / 120f, 1 / 650f};
        float[] bias = {1000 / 800f, 200 / 180f, 20 / 80f, -40 / 120f, -150 / 650f};
        float[] weights = new float[TISSUES * STACK * STACK];
        float[] biases = new float[TISSUES * STACK];
        for (int i = 0; i < biases.length; i++) {
            weights[i * STACK + i % STACK] = scale[i / STACK];
            biases[i] = bias[i / STACK];
        }
        String linear = graph.node(
                "Conv",
                "windows",
                List.of(
                        "hounsfield",
                        graph.floats("scale", weights, TISSUES * STACK, STACK, 1, 1),
                        graph.floats("bias", biases, TISSUES * STACK)),
                ints("kernel_shape", 1, 1));
        String tissues =
                graph.node("Clip", "tissues", List.of(linear, graph.scalar("zero", 0), graph.scalar("one", 1)));
        String halved = cells(graph, "halved", tissues, 2);
        String edges = graph.node(
                "Conv",
                "edges",
                List.of(halved, graph.floats("filters", stackedFilters(), TISSUES * 2, STACK, 3, 3)),
                ints("kernel_shape", 3, 3),
                ints("pads", 1, 1, 1, 1),
                integer("group", TISSUES));
        String energy = cells(graph, "energy", graph.node("Abs", "absolute", List.of(edges)), 16);
        return close(graph, List.of(cells(graph, "cells", halved, 16), energy), TISSUES * (STACK + 2) * 16);
    }

    private static float[] stackedFilters() {
        float[] filters = new float[TISSUES * 2 * STACK * 9];
        for (int tissue = 0; tissue < TISSUES; tissue++) {
            int along = tissue * 2 * STACK * 9;
            int laplacian = along + STACK * 9;
            filters[along + 4] = -0.5f;
            filters[along + 22] = 0.5f;
            for (int at : new int[] {4, 22, 10, 12, 14, 16}) {
                filters[laplacian + at] = -1 / 6f;
            }
            filters[laplacian + 13] = 1;
        }
        return filters;
    }

    /** B on a coarse grid; and what is brighter or darker than its surroundings at four scales: how much, and at most. */
    private static byte[] blobs() {
        GraphWriter graph = open(1);
        TissueFeatures.addSurroundings(graph, TissueFeatures.addTissues(graph));
        List<String> responses = new ArrayList<>();
        for (int scale : List.of(6, 12, 24, 48)) {
            String suffix = "-" + scale;
            String detail = graph.node("Sub", "detail" + suffix, List.of("mean" + suffix, "mean-around" + suffix));
            String bright = graph.node("Relu", "bright" + suffix, List.of(detail));
            String dark = graph.node(
                    "Relu", "dark" + suffix, List.of(graph.node("Neg", "negative" + suffix, List.of(detail))));
            for (String map : List.of(bright, dark)) {
                responses.add(graph.node("GlobalMaxPool", map + "-most", List.of(map)));
                responses.add(graph.node("GlobalAveragePool", map + "-mean", List.of(map)));
            }
        }
        String blobs = graph.node("Concat", "blobs", responses, integer("axis", 1));
        return close(graph, List.of(cells(graph, "cells", "mean-6", 16), blobs), TISSUES * 16 + TISSUES * 16);
    }

    /** Two layers of seeded random filters with rectifiers between, over 2 x 2 cells. */
    private static byte[] random() {
        GraphWriter graph = open(1);
        Random random = new Random(SEED);
        String first = graph.node(
                "Relu",
                "first",
                List.of(convolution(graph, "conv-1", TissueFeatures.addTissues(graph), 5, 24, random)));
        String second = graph.node("Relu", "second", List.of(convolution(graph, "conv-2", first, 24, 64, random)));
        return close(graph, List.of(cells(graph, "cells", second, 16)), 256);
    }

    private static String convolution(
            GraphWriter graph, String name, String map, int inputs, int outputs, Random random) {
        float[] weights = new float[outputs * inputs * 25];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs * 25));
        }
        return graph.node(
                "Conv",
                name,
                List.of(map, graph.floats(name + "-weights", weights, outputs, inputs, 5, 5)),
                ints("kernel_shape", 5, 5),
                ints("strides", 2, 2),
                ints("pads", 2, 2, 2, 2));
    }

    /** The built-in encoder without what looks like a lesion. */
    private static byte[] region(Network region) {
        GraphWriter graph = open(1);
        TissueFeatures.addSurroundings(graph, TissueFeatures.addTissues(graph));
        String layout = TissueFeatures.addLayout(graph);
        String stations = TissueFeatures.addStations(graph, layout, region);
        return close(graph, List.of(stations, layout), TissueFeatures.STATIONS + TissueFeatures.LAYOUT);
    }
}
