package io.mirstream.embed.builtin;

import ai.onnxruntime.OrtException;
import io.mirstream.contracts.event.Pool;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.embed.builtin.EncoderDesigns.Design;
import io.mirstream.embed.builtin.LesionScore.Study;
import io.mirstream.embed.builtin.RealHalves.Change;
import io.mirstream.embed.encode.Slab;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.Phantoms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Prints the tables of docs/encoders.md: {@code main [phantoms] [letters of designs]}. Phantoms are of seeds that nothing
 * was calibrated or trained on.
 */
final class EncoderComparison {
    /** Seeds that no demo, no test and no training uses. */
    private static final long SEED = 600_000;

    private static final int PHANTOMS = 200;
    private static final int TIMED_SLABS = 64;
    private static final int TIMED_ROUNDS = 7;
    private static final int NEAREST_SLABS = 20;

    record Scan(Anatomy anatomy, int group, List<Slab> slabs) {}

    private final List<Scan> scans;
    private final Map<String, Map<Change, List<List<Slab>>>> real;

    private EncoderComparison(List<Scan> scans, Map<String, Map<Change, List<List<Slab>>>> real) {
        this.scans = scans;
        this.real = real;
    }

    public static void main(String[] arguments) throws IOException, OrtException {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : PHANTOMS;
        String letters = arguments.length > 1 ? arguments[1] : "ABCDEFG";
        EncoderComparison comparison = new EncoderComparison(scans(Phantoms.cohort(count, SEED)), RealHalves.all());
        System.out.println("| design | KB | ms a slab | anatomy P@1 | group P@3 | chance | lift | real halves: "
                + Arrays.toString(Change.values()).toLowerCase(Locale.ROOT) + " |");
        List<Study> last = List.of();
        for (Map.Entry<String, Design> design : EncoderDesigns.all().entrySet()) {
            if (letters.contains(design.getKey().substring(0, 1))) {
                last = comparison.compare(design.getKey(), design.getValue());
            }
        }
        System.out.println("\nthe last one by method\n| method | anatomy P@1 | group P@3 | chance | lift |");
        methods(last);
    }

    static List<Scan> scans(List<PhantomSpec> specs) {
        List<Scan> scans = new ArrayList<>();
        for (PhantomSpec spec : specs) {
            Phantom phantom = Phantom.render(spec);
            scans.add(new Scan(spec.anatomy(), LesionGroup.of(phantom), PhantomSlabs.of(phantom.volume())));
        }
        return scans;
    }

    private List<Study> compare(String name, Design design) throws OrtException {
        List<Study> studies = studies(design, scans);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.1f | %s | %s of %d |%n",
                name,
                Math.ceilDiv(design.graph().length, 1000),
                milliseconds(design),
                LesionScore.ofPooled(studies, Pooling.AVG),
                RealHalves.firstHits(
                                real,
                                slabs -> Pool.of(Pooling.AVG, vectors(design, slabs)),
                                LesionScore.pooled(studies, Pooling.AVG))
                        .values(),
                4 * real.size());
        return studies;
    }

    static List<Study> studies(Design design, List<Scan> scans) {
        return IntStream.range(0, scans.size())
                .parallel()
                .mapToObj(at -> {
                    Scan scan = scans.get(at);
                    return new Study(scan.anatomy(), scan.group(), vectors(design, scan.slabs()));
                })
                .toList();
    }

    static List<float[]> vectors(Design design, List<Slab> slabs) {
        List<float[]> vectors = new ArrayList<>();
        try (SlabGraphRun run = new SlabGraphRun(design.graph())) {
            for (int at = 0; at < slabs.size(); at++) {
                vectors.add(run.of(stack(slabs, at, design.slabs())));
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
        return vectors;
    }

    /** A slab and its neighbours; where there are none, the last one again. */
    private static List<Slab> stack(List<Slab> slabs, int at, int count) {
        return IntStream.rangeClosed(at - count / 2, at + count / 2)
                .mapToObj(index -> slabs.get(Math.clamp(index, 0, slabs.size() - 1)))
                .toList();
    }

    /** On one thread, the fastest of some rounds: what other programs take is not the encoder's. */
    private double milliseconds(Design design) throws OrtException {
        List<Slab> slabs = scans.stream()
                .flatMap(scan -> scan.slabs().stream())
                .limit(TIMED_SLABS)
                .toList();
        double best = Double.MAX_VALUE;
        try (SlabGraphRun run = new SlabGraphRun(design.graph())) {
            for (int round = 0; round < TIMED_ROUNDS; round++) {
                for (int at = 0; at < slabs.size(); at++) {
                    List<Slab> stack = stack(slabs, at, design.slabs());
                    long start = System.nanoTime();
                    run.of(stack);
                    best = Math.min(best, (System.nanoTime() - start) / 1e6);
                }
            }
        }
        return best;
    }

    private static void methods(List<Study> studies) {
        for (Pooling pooling : Pooling.values()) {
            System.out.printf(
                    Locale.ROOT, "| volume, %s | %s |%n", pooling.wireName(), LesionScore.ofPooled(studies, pooling));
        }
        int[][] votes = votes(studies);
        System.out.printf(
                Locale.ROOT, "| slice, freq | %s |%n", LesionScore.of(studies, (query, other) -> votes[query][other]));
    }

    /** Of each slab's nearest slabs of other studies, how many are of which study. */
    private static int[][] votes(List<Study> studies) {
        return IntStream.range(0, studies.size())
                .parallel()
                .mapToObj(query -> {
                    int[] votes = new int[studies.size()];
                    for (float[] slab : studies.get(query).slabs()) {
                        List<double[]> near = new ArrayList<>();
                        for (int other = 0; other < votes.length; other++) {
                            for (float[] candidate : other == query
                                    ? List.<float[]>of()
                                    : studies.get(other).slabs()) {
                                near.add(new double[] {other, dot(slab, candidate)});
                            }
                        }
                        near.sort(Comparator.comparingDouble(each -> -each[1]));
                        near.subList(0, NEAREST_SLABS).forEach(each -> votes[(int) each[0]]++);
                    }
                    return votes;
                })
                .toArray(int[][]::new);
    }

    private static double dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
