package io.mirstream.query.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.event.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The slice methods against the definition of 3D-MIR, written out plainly. */
class SliceRankingTest {
    private static final int CASES = 70;
    private static final int DIMENSION = 5;
    private static final long SEED = 20_261_124;

    /** Sums of the same numbers in another order differ by rounding. */
    private static final double ROUNDING = 1e-9;

    @ParameterizedTest
    @EnumSource(Ranking.class)
    void slice_methods_rank_as_the_plain_definition_does(Ranking ranking) {
        Random random = new Random(SEED + ranking.name().length());
        for (int i = 0; i < CASES; i++) {
            Map<String, float[][]> series = series(random);
            int k = 1 + random.nextInt(12);

            List<SearchResult.Hit> hits = search(series, ranking, k);

            List<Map.Entry<String, Double>> expected = reference(series, "1.1", ranking, k);
            assertThat(hits)
                    .describedAs("case %d", i)
                    .extracting(hit -> hit.seriesInstanceUid().value())
                    .containsExactlyElementsOf(
                            expected.stream().map(Map.Entry::getKey).toList());
            for (int rank = 0; rank < hits.size(); rank++) {
                assertThat(hits.get(rank).score()).isCloseTo(expected.get(rank).getValue(), within(ROUNDING));
            }
        }
    }

    private static Map<String, float[][]> series(Random random) {
        Map<String, float[][]> series = new TreeMap<>();
        int count = 1 + random.nextInt(15);
        for (int s = 1; s <= count; s++) {
            float[][] slices = new float[1 + random.nextInt(9)][DIMENSION];
            for (float[] slice : slices) {
                for (int d = 0; d < DIMENSION; d++) {
                    slice[d] = (float) random.nextGaussian();
                }
            }
            series.put("1." + s, slices);
        }
        return series;
    }

    private static List<SearchResult.Hit> search(Map<String, float[][]> series, Ranking ranking, int k) {
        MemoryIndex index = new MemoryIndex(Samples.MODEL);
        series.forEach((uid, slices) -> index.add(new MemoryIndex.Entry(
                Samples.key(uid),
                Samples.description(),
                Map.of(),
                Arrays.stream(slices).map(Vector::of).toList(),
                Optional.empty(),
                Optional.empty())));
        SearchRequest request = new RequestBuilder()
                .series("1.1")
                .method(Method.SLICE)
                .ranking(ranking)
                .k(k)
                .build();
        return new Searcher(new MemoryModels(index), new FixedEmbedder(null, null), 0, () -> 0)
                .search(request)
                .hits();
    }

    private record Scored(String uid, double cosine) {}

    /** For every slice of the query: all slices of the others, the 20 nearest, one vote each. */
    private static List<Map.Entry<String, Double>> reference(
            Map<String, float[][]> series, String query, Ranking ranking, int k) {
        Map<String, List<Double>> votes = new TreeMap<>(); // by UID: a stable sort keeps ties in that order
        for (float[] slice : series.get(query)) {
            List<Scored> all = new ArrayList<>();
            for (Map.Entry<String, float[][]> other : series.entrySet()) {
                if (!other.getKey().equals(query)) {
                    for (float[] candidate : other.getValue()) {
                        all.add(new Scored(other.getKey(), cosine(slice, candidate)));
                    }
                }
            }
            all.sort((a, b) -> Double.compare(b.cosine(), a.cosine()));
            for (Scored near : all.subList(0, Math.min(20, all.size()))) {
                votes.computeIfAbsent(near.uid(), uid -> new ArrayList<>()).add(near.cosine());
            }
        }
        List<Map.Entry<String, Double>> ranked = new ArrayList<>();
        for (Map.Entry<String, List<Double>> vote : votes.entrySet()) {
            ranked.add(Map.entry(vote.getKey(), score(vote.getValue(), ranking)));
        }
        ranked.sort((a, b) -> Double.compare(b.getValue(), a.getValue()));
        return ranked.subList(0, Math.min(k, ranked.size()));
    }

    private static double score(List<Double> cosines, Ranking ranking) {
        double[] values = cosines.stream().mapToDouble(Double::doubleValue).toArray();
        return switch (ranking) {
            case FREQ -> values.length;
            case MAX -> Arrays.stream(values).max().orElseThrow();
            case SUM -> Arrays.stream(values).sum();
        };
    }

    private static double cosine(float[] a, float[] b) {
        return dot(a, b) / (Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b)));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
