package io.mirstream.query.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.SeriesUid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method but those of {@link SliceRankingTest} against its definition, written out plainly. */
class MethodsTest {
    private static final int CASES = 200;
    private static final int DIMENSION = 5;

    /** Cosines are summed in float32. */
    private static final double ROUNDING = 1e-5;

    /** Series by UID, the query's own left out where it is in the index. */
    private record Sample(String uid, float[][] slices, float[] report) {
        Vector pooled(Pooling pooling) {
            return Vector.of(io.mirstream.contracts.event.Pool.of(pooling, Arrays.asList(slices)));
        }
    }

    private record Scored(String uid, double score) {}

    // --- one ranking

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void volume_is_the_cosine_of_pooled_vectors(Pooling pooling) {
        check(
                request -> request.pooling(pooling),
                cohort -> ranked(
                        cohort,
                        other -> cosine(
                                own(cohort).pooled(pooling).toArray(),
                                other.pooled(pooling).toArray())));
    }

    @Test
    void late_interaction_is_the_mean_of_the_greatest_cosines_over_candidates_by_volume() {
        check(
                request -> request.method(Method.LATE_INTERACTION)
                        .with("candidates", 5)
                        .k(5),
                cohort -> {
                    List<Scored> candidates = byVolume(cohort);
                    Set<String> first = new LinkedHashSet<>();
                    candidates.subList(0, Math.min(5, candidates.size())).forEach(scored -> first.add(scored.uid()));
                    return ranked(cohort, other -> maxSim(own(cohort), other)).stream()
                            .filter(scored -> first.contains(scored.uid()))
                            .toList();
                });
    }

    private static double maxSim(Sample query, Sample other) {
        double sum = 0;
        for (float[] slice : query.slices()) {
            sum += Arrays.stream(other.slices())
                    .mapToDouble(candidate -> cosine(slice, candidate))
                    .max()
                    .orElseThrow();
        }
        return sum / query.slices().length;
    }

    @Test
    void text_report_is_the_cosine_of_reports() {
        check(
                request -> request.with("target", "report"),
                cohort -> ranked(cohort, other -> cosine(own(cohort).report(), other.report())));
    }

    @Test
    void text_volume_is_the_cosine_of_the_text_and_average_vectors() {
        check(
                request -> request.with("target", "volume"),
                cohort -> ranked(
                        cohort,
                        other -> cosine(
                                own(cohort).report(), other.pooled(Pooling.AVG).toArray())));
    }

    @Test
    void text_slice_counts_the_slices_nearest_to_the_text() {
        check(request -> request.with("target", "slice").with("neighbours", 7), cohort -> {
            List<Scored> slices = new ArrayList<>();
            for (Sample other : others(cohort)) {
                for (float[] slice : other.slices()) {
                    slices.add(new Scored(other.uid(), cosine(own(cohort).report(), slice)));
                }
            }
            slices.sort(Collections.reverseOrder((a, b) -> Double.compare(a.score(), b.score())));
            Map<String, Integer> votes = new TreeMap<>();
            slices.subList(0, Math.min(7, slices.size())).forEach(slice -> votes.merge(slice.uid(), 1, Integer::sum));
            return ranked(cohort, other -> votes.getOrDefault(other.uid(), 0)).stream()
                    .filter(scored -> scored.score() > 0)
                    .toList();
        });
    }

    // --- two rankings

    @Test
    void interleave_takes_turns_without_duplicates_up_to_the_end_of_the_shorter_list() {
        check(request -> request.hybrid(Fusion.INTERLEAVE, "volume-avg", "text-report"), cohort -> {
            List<Scored> first = first(byVolume(cohort));
            List<Scored> second = first(byReport(cohort));
            Set<String> order = new LinkedHashSet<>();
            for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
                order.add(first.get(i).uid());
                order.add(second.get(i).uid());
            }
            List<Scored> fused = new ArrayList<>();
            order.forEach(uid -> fused.add(new Scored(uid, 1.0 / (fused.size() + 1))));
            return fused;
        });
    }

    @Test
    void reciprocal_ranks_are_summed() {
        check(request -> request.hybrid("volume-avg", "text-report"), cohort -> {
            List<String> first =
                    first(byVolume(cohort)).stream().map(Scored::uid).toList();
            List<String> second =
                    first(byReport(cohort)).stream().map(Scored::uid).toList();
            return ranked(cohort, other -> reciprocal(first, other.uid()) + reciprocal(second, other.uid())).stream()
                    .filter(scored -> scored.score() > 0)
                    .toList();
        });
    }

    private static double reciprocal(List<String> list, String uid) {
        int at = list.indexOf(uid);
        return at < 0 ? 0 : 1.0 / (60 + at + 1);
    }

    /** As many as a search of its own would give. */
    private static List<Scored> first(List<Scored> ranked) {
        return ranked.subList(0, Math.min(SearchRequest.DEFAULT_K, ranked.size()));
    }

    @Test
    void image_and_text_together_are_the_weighted_sum_of_their_unit_vectors() {
        float[] text = {1, 2, 0, -1, 0.5f};
        check(
                request -> request.method(Method.VOLUME).text("a cyst").with("textWeight", 0.3),
                cohort -> ranked(cohort, other -> {
                    float[] image = own(cohort).pooled(Pooling.AVG).toArray();
                    float[] sum = new float[DIMENSION];
                    for (int i = 0; i < DIMENSION; i++) {
                        sum[i] = (float) (0.7 * image[i] / length(image) + 0.3 * text[i] / length(text));
                    }
                    return cosine(sum, other.pooled(Pooling.AVG).toArray());
                }));
    }

    // --- what is left of a ranking

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1})
    void diversity_takes_the_most_relevant_that_is_least_like_those_taken(double diversity) {
        check(
                request -> request.with("diversity", diversity)
                        .with("candidates", 8)
                        .k(4),
                cohort -> {
                    List<Scored> open = new ArrayList<>(byVolume(cohort));
                    open = new ArrayList<>(open.subList(0, Math.min(8, open.size())));
                    if (open.isEmpty()) {
                        return open;
                    }
                    double best = open.getFirst().score();
                    double range = best - open.getLast().score();
                    List<Scored> taken = new ArrayList<>();
                    while (taken.size() < 4 && !open.isEmpty()) {
                        Scored next = null;
                        double greatest = Double.NEGATIVE_INFINITY;
                        for (Scored candidate : open) {
                            double relevance = range > 0 ? 1 - (best - candidate.score()) / range : 1;
                            double alike = taken.stream()
                                    .mapToDouble(other -> cosine(
                                            sample(cohort, candidate)
                                                    .pooled(Pooling.AVG)
                                                    .toArray(),
                                            sample(cohort, other)
                                                    .pooled(Pooling.AVG)
                                                    .toArray()))
                                    .max()
                                    .orElse(0);
                            double worth = (1 - diversity) * relevance - diversity * alike;
                            if (worth > greatest + 1e-12) {
                                greatest = worth;
                                next = candidate;
                            }
                        }
                        taken.add(next);
                        open.remove(next);
                    }
                    return taken;
                });
    }

    @Test
    void scores_below_the_least_one_are_left_out() {
        check(
                request -> request.with("minScore", 0.25),
                cohort -> byVolume(cohort).stream()
                        .filter(scored -> scored.score() >= 0.25)
                        .toList());
    }

    @Test
    void region_is_pooled_for_itself() {
        check(
                request -> request.with("region", Map.of("fromMm", 2, "toMm", 11)), // slices lie 5 mm apart from 0
                cohort -> {
                    float[][] slices = own(cohort).slices();
                    float[][] part = Arrays.copyOfRange(slices, 1, Math.min(3, slices.length));
                    float[] query = io.mirstream.contracts.event.Pool.of(Pooling.AVG, Arrays.asList(part));
                    return ranked(
                            cohort,
                            other -> cosine(query, other.pooled(Pooling.AVG).toArray()));
                });
    }

    @Test
    void pages_one_after_the_other_are_the_whole_ranking() {
        Random random = new Random(7);
        for (int i = 0; i < CASES; i++) {
            Map<String, Sample> cohort = cohort(random);
            Searcher searcher = searcher(cohort);
            int k = 1 + random.nextInt(4);
            List<String> paged = new ArrayList<>();
            Optional<Cursor> cursor = Optional.empty();
            do {
                RequestBuilder request = new RequestBuilder().series("1.1").k(k);
                cursor.ifPresent(after -> request.with("searchAfter", after));
                SearchResult page = searcher.search(request.build());
                page.hits().forEach(hit -> paged.add(hit.rank() + " " + hit.seriesInstanceUid()));
                cursor = page.next();
            } while (cursor.isPresent());

            SearchResult whole =
                    searcher.search(new RequestBuilder().series("1.1").k(100).build());
            assertThat(paged)
                    .containsExactlyElementsOf(whole.hits().stream()
                            .map(hit -> hit.rank() + " " + hit.seriesInstanceUid())
                            .toList());
        }
    }

    // --- explanation

    @Test
    void explanation_names_the_best_pairs_and_how_each_slice_is_matched() {
        Random random = new Random(11);
        for (int i = 0; i < CASES; i++) {
            Map<String, Sample> cohort = cohort(random);
            SearchResult result = searcher(cohort)
                    .search(new RequestBuilder()
                            .series("1.1")
                            .with("explain", true)
                            .build());
            for (SearchResult.Hit hit : result.hits()) {
                float[][] slices = cohort.get(hit.seriesInstanceUid().value()).slices();
                Explanation explanation = hit.explanation().orElseThrow();
                assertThat(explanation.strip()).hasSize(slices.length);
                for (int slice = 0; slice < slices.length; slice++) {
                    float[] of = slices[slice];
                    double best = Arrays.stream(own(cohort).slices())
                            .mapToDouble(query -> cosine(query, of))
                            .max()
                            .orElseThrow();
                    Explanation.Point point = explanation.strip().get(slice);
                    assertThat(point.similarity()).isCloseTo(best, within(ROUNDING));
                    assertThat(point.positionMm()).isEqualTo(5.0 * slice);
                }
                Explanation.Pair pair = explanation.pairs().getFirst();
                double greatest = explanation.strip().stream()
                        .mapToDouble(Explanation.Point::similarity)
                        .max()
                        .orElseThrow();
                assertThat(pair.similarity()).isEqualTo(greatest);
                assertThat(cosine(
                                own(cohort).slices()[pair.query().orElseThrow().index()],
                                slices[pair.hit().index()]))
                        .isCloseTo(greatest, within(ROUNDING));
            }
        }
    }

    // --- the plain reference

    private void check(
            Function<RequestBuilder, RequestBuilder> asked, Function<Map<String, Sample>, List<Scored>> plain) {
        Random random = new Random(20_261_124);
        for (int i = 0; i < CASES; i++) {
            Map<String, Sample> cohort = cohort(random);
            SearchRequest request =
                    asked.apply(new RequestBuilder().series("1.1").exact(true)).build();

            List<SearchResult.Hit> hits = searcher(cohort).search(request).hits();

            List<Scored> expected = plain.apply(cohort);
            expected = expected.subList(0, Math.min(request.count(), expected.size()));
            assertThat(hits)
                    .describedAs("case %d", i)
                    .extracting(hit -> hit.seriesInstanceUid().value())
                    .containsExactlyElementsOf(
                            expected.stream().map(Scored::uid).toList());
            for (int rank = 0; rank < hits.size(); rank++) {
                assertThat(hits.get(rank).score()).isCloseTo(expected.get(rank).score(), within(ROUNDING));
            }
        }
    }

    private static Map<String, Sample> cohort(Random random) {
        Map<String, Sample> cohort = new TreeMap<>(); // by UID: stable sorts keep ties in that order
        int count = 1 + random.nextInt(20);
        for (int s = 1; s <= count; s++) {
            float[][] slices = new float[2 + random.nextInt(8)][];
            for (int slice = 0; slice < slices.length; slice++) {
                slices[slice] = vector(random);
            }
            cohort.put("1." + s, new Sample("1." + s, slices, vector(random)));
        }
        return cohort;
    }

    private static float[] vector(Random random) {
        float[] vector = new float[DIMENSION];
        for (int d = 0; d < DIMENSION; d++) {
            vector[d] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static Searcher searcher(Map<String, Sample> cohort) {
        MemoryIndex index = new MemoryIndex(Samples.SHARED_SPACE);
        for (Sample sample : cohort.values()) {
            Map<Pooling, Vector> pooled = new EnumMap<>(Pooling.class);
            for (Pooling pooling : Pooling.values()) {
                pooled.put(pooling, sample.pooled(pooling));
            }
            index.add(new MemoryIndex.Entry(
                    Samples.key(sample.uid()),
                    Samples.description(),
                    pooled,
                    Arrays.stream(sample.slices()).map(Vector::of).toList(),
                    Optional.of(Vector.of(sample.report())),
                    Optional.empty()));
        }
        QueryEmbedder.Text text = new QueryEmbedder.Text(Samples.SHARED_SPACE, Vector.of(1, 2, 0, -1, 0.5f));
        return new Searcher(new MemoryModels(index), new FixedEmbedder(null, text), 0, () -> 0);
    }

    private static Sample own(Map<String, Sample> cohort) {
        return cohort.get(new SeriesUid("1.1").value());
    }

    private static Sample sample(Map<String, Sample> cohort, Scored scored) {
        return cohort.get(scored.uid());
    }

    private static List<Sample> others(Map<String, Sample> cohort) {
        return cohort.values().stream()
                .filter(sample -> !sample.uid().equals("1.1"))
                .toList();
    }

    private static List<Scored> byVolume(Map<String, Sample> cohort) {
        return ranked(
                cohort,
                other -> cosine(
                        own(cohort).pooled(Pooling.AVG).toArray(),
                        other.pooled(Pooling.AVG).toArray()));
    }

    private static List<Scored> byReport(Map<String, Sample> cohort) {
        return ranked(cohort, other -> cosine(own(cohort).report(), other.report()));
    }

    private static List<Scored> ranked(Map<String, Sample> cohort, Function<Sample, Number> score) {
        List<Scored> ranked = new ArrayList<>();
        for (Sample other : others(cohort)) {
            ranked.add(new Scored(other.uid(), score.apply(other).doubleValue()));
        }
        ranked.sort((a, b) -> Double.compare(b.score(), a.score()));
        return ranked;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
        }
        return product / (length(a) * length(b));
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
