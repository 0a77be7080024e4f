package io.mirstream.embed.builtin;

import static io.mirstream.embed.builtin.GraphWriter.integer;
import static io.mirstream.embed.builtin.GraphWriter.ints;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The graph of the built-in encoder. A slab's vector has four parts of fixed weight: how high in the trunk it lies, which
 * tissue lies where, how it is textured, and what looks like a lesion. The first three are of fixed length; a last number
 * brings all to length 1, so that the average over slabs is proportional to what lesions there are.
 */
final class SlabGraph {
    static final int DIMENSION = 256;

    /** Of the cells whose difference from their surroundings is texture, in mm. */
    private static final List<Integer> TEXTURE_SCALES = List.of(6, 12, 24);

    private static final int TEXTURE_GRID = 2;

    /** Of the squares in which a lesion may lie, in pixels of 6 mm. */
    private static final List<Integer> SQUARES = List.of(1, 2, 4, 8);

    /** Squares whose coverage is summed, too: there are too few larger ones. */
    private static final int COVERED = 3;

    /** A square counts as covered by what is beyond this. */
    private static final float HALF = 0.5f;

    /** The section of a lesion of 4 cm covers about this much of a slab. */
    private static final float COVERAGE = 0.01f;

    private static final float REGION_WEIGHT = 0.3f;
    private static final float LAYOUT_WEIGHT = 0.3f;
    private static final float TEXTURE_WEIGHT = 0.1f;
    private static final float LESION_WEIGHT = 0.25f;

    private SlabGraph() {}

    /** The encoder: {@code hounsfield [N,1,128,128] -> embedding [N,256]}, of length 1. */
    static byte[] encoder(Network region, Network lesion) {
        GraphWriter graph = new GraphWriter("builtin-slab");
        graph.input("hounsfield", -1, 1, TissueFeatures.SIDE, TissueFeatures.SIDE);
        List<String> surroundings = TissueFeatures.addSurroundings(graph, TissueFeatures.addTissues(graph));
        String layout = TissueFeatures.addLayout(graph);
        String stations = TissueFeatures.addStations(graph, layout, region);
        String features = TissueFeatures.add(graph, surroundings, stations);
        String map = graph.node("Sigmoid", "lesion", List.of(lesion.add(graph, "lesion-points", features, 1)));
        String parts = graph.node(
                "Concat",
                "parts",
                List.of(
                        fixed(graph, "height", flat(graph, stations), REGION_WEIGHT),
                        fixed(graph, "where", flat(graph, layout), LAYOUT_WEIGHT),
                        fixed(graph, "texture", addTexture(graph), TEXTURE_WEIGHT),
                        addLesions(graph, map)),
                integer("axis", 1));
        graph.node("Concat", "embedding", List.of(parts, addRest(graph, parts)), integer("axis", 1));
        graph.output("embedding", -1, DIMENSION);
        return graph.toBytes();
    }

    private static String addTexture(GraphWriter graph) {
        List<String> energies = new ArrayList<>();
        for (int scale : TEXTURE_SCALES) {
            String suffix = "-" + scale;
            String detail = graph.node("Sub", "detail" + suffix, List.of("mean" + suffix, "mean-around" + suffix));
            String absolute = graph.node("Abs", "absolute" + suffix, List.of(detail));
            int cell = TissueFeatures.MAP * TEXTURE_SCALES.getFirst() / scale / TEXTURE_GRID;
            energies.add(flat(
                    graph,
                    graph.node(
                            "AveragePool",
                            "energy" + suffix,
                            List.of(absolute),
                            ints("kernel_shape", cell, cell),
                            ints("strides", cell, cell))));
        }
        return graph.node("Concat", "energies", energies, integer("axis", 1));
    }

    /**
     * For each size of square how full of lesion the fullest one is, and how much of the slab such squares cover: the larger
     * a lesion, the more sizes it fills.
     */
    private static String addLesions(GraphWriter graph, String map) {
        List<String> values = new ArrayList<>();
        for (int at = 0; at < SQUARES.size(); at++) {
            int side = SQUARES.get(at);
            int stride = Math.max(1, side / 2);
            String squares = graph.node(
                    "AveragePool",
                    "squares-" + side,
                    List.of(map),
                    ints("kernel_shape", side, side),
                    ints("strides", stride, stride));
            values.add(flat(graph, graph.node("GlobalMaxPool", "fullest-" + side, List.of(squares))));
            if (at < COVERED) {
                values.add(flat(graph, addCoverage(graph, "-" + side, squares)));
            }
        }
        String all = graph.node("Concat", "lesions", values, integer("axis", 1));
        return graph.node("Mul", "lesion-part", List.of(all, graph.scalar("lesion-weight", LESION_WEIGHT)));
    }

    /** As the root, so that it grows as a lesion's diameter does; at most 1. */
    private static String addCoverage(GraphWriter graph, String suffix, String squares) {
        String beyond = graph.node("Sub", "beyond" + suffix, List.of(squares, graph.scalar("half" + suffix, HALF)));
        String full = graph.node("Relu", "full" + suffix, List.of(beyond));
        String mean = graph.node("GlobalAveragePool", "cover" + suffix, List.of(full));
        String scaled = graph.node(
                "Mul", "scaled" + suffix, List.of(mean, graph.scalar("scale" + suffix, 1 / (HALF * COVERAGE))));
        String bounded = graph.node(
                "Clip",
                "bounded" + suffix,
                List.of(scaled, graph.scalar("none" + suffix, 0), graph.scalar("whole" + suffix, 1)));
        return graph.node("Sqrt", "coverage" + suffix, List.of(bounded));
    }

    /** What is missing to length 1. */
    private static String addRest(GraphWriter graph, String parts) {
        float[] ones = new float[DIMENSION - 1];
        Arrays.fill(ones, 1);
        String squares = graph.node("Mul", "squared", List.of(parts, parts));
        String sum = graph.node("MatMul", "sum", List.of(squares, graph.floats("ones", ones, ones.length, 1)));
        String missing = graph.node("Sub", "missing", List.of(graph.scalar("length", 1), sum));
        String positive = graph.node("Relu", "missing-or-none", List.of(missing));
        return graph.node("Sqrt", "rest", List.of(positive));
    }

    private static String fixed(GraphWriter graph, String name, String part, float weight) {
        String unit = graph.node("LpNormalization", name + "-unit", List.of(part), integer("axis", 1), integer("p", 2));
        return graph.node("Mul", name + "-part", List.of(unit, graph.scalar(name + "-weight", weight)));
    }

    private static String flat(GraphWriter graph, String map) {
        return graph.node("Flatten", map + "-flat", List.of(map));
    }
}
