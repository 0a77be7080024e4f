package io.mirstream.eval.notebook;

import io.mirstream.eval.dataset.VolumeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The methods of the notebooks on given vectors, in memory and by brute force: what a replay through the services must give.
 * Similarity is the inner product of vectors of length 1.
 *
 * @param index slices of each volume, as delivered
 */
public record NotebookRetrieval(Map<VolumeId, List<float[]>> index) {
    private static final int SLICES_PER_VECTOR = 20;
    private static final int VOLUMES_FETCHED = 50;
    private static final int KEPT = 10;

    public NotebookRetrieval {
        index = new TreeMap<>(index); // ties between equal slices fall by volume, then by slice
    }

    /** How a volume's fetched slices are worth something together. */
    public enum Rule {
        FREQ,
        MAX,
        SUM;

        double worth(List<Double> similarities) {
            return switch (this) {
                case FREQ -> similarities.size();
                case MAX -> Collections.max(similarities);
                case SUM ->
                    similarities.stream().mapToDouble(Double::doubleValue).sum();
            };
        }
    }

    /** How slices become one vector, each dimension by itself. */
    public enum Pooling {
        MEDIAN {
            @Override
            double of(double[] sorted) {
                int middle = sorted.length / 2;
                return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            }
        },
        MAXPOOLING {
            @Override
            double of(double[] sorted) {
                return sorted[sorted.length - 1];
            }
        },
        AVGPOOLING {
            @Override
            double of(double[] sorted) {
                return Arrays.stream(sorted).average().orElseThrow();
            }
        },
        STD {
            @Override
            double of(double[] sorted) {
                double mean = AVGPOOLING.of(sorted);
                return Math.sqrt(Arrays.stream(sorted)
                        .map(value -> (value - mean) * (value - mean))
                        .average()
                        .orElseThrow());
            }
        };

        abstract double of(double[] sorted);

        float[] pooled(List<float[]> slices) {
            float[] pooled = new float[slices.getFirst().length];
            for (int i = 0; i < pooled.length; i++) {
                int dimension = i;
                pooled[i] = (float) of(slices.stream()
                        .mapToDouble(slice -> slice[dimension])
                        .sorted()
                        .toArray());
            }
            return pooled;
        }
    }

    private record Found(VolumeId volume, double similarity) {}

    /** slice-freq, slice-max and slice-sum. */
    public List<VolumeId> slices(List<float[]> query, Rule rule) {
        return cut(ranked(query, rule));
    }

    /** volume-median, volume-maxpooling, volume-avgpooling and volume-std. */
    public List<VolumeId> volumes(List<float[]> query, Pooling pooling) {
        Map<VolumeId, List<float[]>> pooled = new TreeMap<>();
        index.forEach((volume, slices) -> pooled.put(volume, List.of(pooling.pooled(slices))));
        Set<VolumeId> distinct = new LinkedHashSet<>();
        nearest(pooled, pooling.pooled(query), VOLUMES_FETCHED).forEach(found -> distinct.add(found.volume()));
        return cut(List.copyOf(distinct));
    }

    /** caption, and caption-released with the vector of another text. */
    public List<VolumeId> caption(float[] text) {
        return cut(ranked(List.of(text), Rule.FREQ));
    }

    /** hybrid: one of each in turn, as long as both have one. */
    public List<VolumeId> hybrid(List<float[]> query, float[] text) {
        List<VolumeId> slices = slices(query, Rule.FREQ);
        List<VolumeId> captions = caption(text);
        Set<VolumeId> interleaved = new LinkedHashSet<>();
        for (int rank = 0; rank < Math.min(slices.size(), captions.size()); rank++) {
            interleaved.add(slices.get(rank));
            interleaved.add(captions.get(rank));
        }
        return cut(List.copyOf(interleaved));
    }

    private List<VolumeId> ranked(List<float[]> vectors, Rule rule) {
        Map<VolumeId, List<Double>> fetched = new TreeMap<>();
        for (float[] vector : vectors) {
            for (Found found : nearest(index, vector, SLICES_PER_VECTOR)) {
                fetched.computeIfAbsent(found.volume(), volume -> new ArrayList<>())
                        .add(found.similarity());
            }
        }
        Map<VolumeId, Double> worth = new LinkedHashMap<>();
        fetched.forEach((volume, similarities) -> worth.put(volume, rule.worth(similarities)));
        return worth.entrySet().stream()
                .sorted(Map.Entry.<VolumeId, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Found> nearest(Map<VolumeId, List<float[]>> gallery, float[] vector, int count) {
        float[] query = unit(vector);
        List<Found> found = new ArrayList<>();
        gallery.forEach((volume, slices) ->
                slices.forEach(slice -> found.add(new Found(volume, product(query, unit(slice))))));
        found.sort(Comparator.comparingDouble(Found::similarity).reversed());
        return found.subList(0, Math.min(count, found.size()));
    }

    private static float[] unit(float[] vector) {
        double length = Math.sqrt(product(vector, vector));
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = length == 0 ? 0 : (float) (vector[i] / length);
        }
        return unit;
    }

    private static double product(float[] first, float[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += (double) first[i] * second[i];
        }
        return sum;
    }

    private static List<VolumeId> cut(List<VolumeId> ranked) {
        return ranked.subList(0, Math.min(KEPT, ranked.size()));
    }
}
