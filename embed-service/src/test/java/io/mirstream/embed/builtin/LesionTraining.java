package io.mirstream.embed.builtin;

import ai.onnxruntime.OrtException;
import io.mirstream.embed.encode.Slab;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.Phantoms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Trains the built-in model's lesion network on phantoms and their masks: {@code main} writes it to the path given. First on
 * points drawn at random, then also on what the network then took for lesions.
 */
final class LesionTraining {
    /** Seeds that no demo, no test and no comparison uses. */
    private static final long SEED = 700_000;

    private static final int PHANTOMS = 320;
    private static final int LESION_POINTS = 40;
    private static final int OTHER_POINTS = 50;
    private static final int MISTAKEN_POINTS = 30;
    private static final float MISTAKEN = 0.2f;
    private static final int EPOCHS = 6;
    private static final int FIRST_EPOCHS = 3;

    /** There are far more points outside lesions than were drawn. */
    private static final float OTHER_WEIGHT = 6;

    /** Denser than this is part of a body or of a lung. */
    private static final int AIR_HU = -950;

    /** Of the points outside lesions, so many are looked at for mistakes. */
    private static final float LOOKED_AT = 0.25f;

    private final List<float[]> examples = new ArrayList<>();
    private final List<Boolean> lesions = new ArrayList<>();
    private final byte[] graph;

    private LesionTraining() throws IOException {
        graph = TissueFeatures.graph(Network.load(Network.REGION, TissueFeatures.LAYOUT, Network.REGION_WIDTHS));
    }

    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), new LesionTraining().train().toText());
    }

    /** A phantom's slabs, and how much of their pixels is lesion. */
    private record Scan(long seed, List<Slab> slabs, List<float[]> lesions) {
        static Scan of(PhantomSpec spec) {
            Phantom phantom = Phantom.render(spec);
            List<Slab> slabs = PhantomSlabs.of(phantom.volume());
            return new Scan(spec.seed(), slabs, PhantomSlabs.lesions(phantom, slabs));
        }
    }

    /** Points of one phantom. */
    private record Drawn(List<float[]> lesions, List<float[]> others) {}

    private Network train() {
        List<Scan> scans =
                Phantoms.cohort(PHANTOMS, SEED).stream().map(Scan::of).toList();
        Perceptron perceptron = new Perceptron(TissueFeatures.COUNT, Network.LESION_WIDTHS, SEED);
        draw(scans.subList(0, PHANTOMS / 2), null);
        learn(perceptron, FIRST_EPOCHS);
        draw(scans, perceptron.network());
        learn(perceptron, EPOCHS);
        return perceptron.network();
    }

    private void learn(Perceptron perceptron, int epochs) {
        boolean[] flags = new boolean[lesions.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = lesions.get(i);
        }
        perceptron.train(examples, flags, epochs, OTHER_WEIGHT);
    }

    /** @param network whose mistakes are drawn, too; null for none */
    private void draw(List<Scan> scans, Network network) {
        List<Drawn> all =
                scans.parallelStream().map(scan -> draw(scan, network)).toList();
        for (Drawn drawn : all) {
            examples.addAll(drawn.lesions());
            lesions.addAll(Collections.nCopies(drawn.lesions().size(), true));
            examples.addAll(drawn.others());
            lesions.addAll(Collections.nCopies(drawn.others().size(), false));
        }
    }

    private Drawn draw(Scan scan, Network network) {
        Random random = new Random(scan.seed() * 2 + (network == null ? 0 : 1));
        Drawn drawn = new Drawn(new ArrayList<>(), new ArrayList<>());
        try (SlabGraphRun run = new SlabGraphRun(graph)) {
            for (int k = 0; k < scan.slabs().size(); k++) {
                Slab slab = scan.slabs().get(k);
                draw(slab, scan.lesions().get(k), run.of(slab), network, random, drawn);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
        return drawn;
    }

    private static void draw(
            Slab slab, float[] fraction, float[] features, Network network, Random random, Drawn drawn) {
        List<Integer> inside = new ArrayList<>();
        List<Integer> outside = new ArrayList<>();
        List<Integer> mistaken = new ArrayList<>();
        for (int point = 0; point < TissueFeatures.MAP * TissueFeatures.MAP; point++) {
            int at = 2 * (point / TissueFeatures.MAP) * TissueFeatures.SIDE + 2 * (point % TissueFeatures.MAP);
            float lesion = mean(fraction, at);
            if (lesion >= 0.5f) {
                inside.add(point);
            } else if (lesion < 0.1f && slab.hounsfield()[at] > AIR_HU) {
                outside.add(point);
                boolean looked = network != null && random.nextFloat() < LOOKED_AT;
                if (looked && probability(network, example(features, point)) > MISTAKEN) {
                    mistaken.add(point);
                }
            }
        }
        take(inside, LESION_POINTS, features, random, drawn.lesions());
        take(outside, OTHER_POINTS, features, random, drawn.others());
        take(mistaken, MISTAKEN_POINTS, features, random, drawn.others());
    }

    private static float mean(float[] fraction, int at) {
        int below = at + TissueFeatures.SIDE;
        return (fraction[at] + fraction[at + 1] + fraction[below] + fraction[below + 1]) / 4;
    }

    private static void take(List<Integer> points, int limit, float[] features, Random random, List<float[]> drawn) {
        for (int taken = 0; taken < limit && !points.isEmpty(); taken++) {
            drawn.add(example(features, points.remove(random.nextInt(points.size()))));
        }
    }

    private static float[] example(float[] features, int point) {
        int points = TissueFeatures.MAP * TissueFeatures.MAP;
        float[] example = new float[TissueFeatures.COUNT];
        for (int i = 0; i < example.length; i++) {
            example[i] = features[i * points + point];
        }
        return example;
    }

    private static double probability(Network network, float[] example) {
        float[] values = example;
        for (int at = 0; at < network.layers().size(); at++) {
            Network.Layer layer = network.layers().get(at);
            float[] next = layer.biases().clone();
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j < next.length; j++) {
                    next[j] += values[i] * layer.weights()[i][j];
                }
            }
            boolean last = at == network.layers().size() - 1;
            for (int j = 0; !last && j < next.length; j++) {
                next[j] = Math.max(next[j], 0);
            }
            values = next;
        }
        return 1 / (1 + StrictMath.exp(-values[0]));
    }
}
