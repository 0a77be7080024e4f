package io.mirstream.eval.learn;

import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.EmbeddingFolder;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.score.Baseline;
import io.mirstream.eval.score.Hits;
import io.mirstream.eval.score.Metric;
import io.mirstream.eval.score.PairedDifference;
import io.mirstream.eval.score.QuerySelection;
import io.mirstream.eval.score.Relevance;
import io.mirstream.eval.score.Scores;
import io.mirstream.eval.score.Scoring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What heads are worth on a benchmark's queries, which had no part in them: precision at 3 of groups, in each query's pool,
 * by brute force. Beside them heads that were learned from labels and texts which others had: what these are worth comes
 * from elsewhere than from what was learned.
 */
public final class Proof {
    private static final int DEPTH = 10;

    private final EmbeddingFolder folder;
    private final Benchmark benchmark;
    private final Map<String, Example> vectors = new HashMap<>();

    /** @throws io.mirstream.contracts.error.CodedException those of reading the files */
    public Proof(EmbeddingFolder folder, Benchmark benchmark) {
        this.folder = folder;
        this.benchmark = benchmark;
    }

    /**
     * One comparison, query by query.
     *
     * @param what is compared with what
     * @param mean of the first
     * @param other mean of the second
     */
    public record Line(String what, int queries, double mean, double other, PairedDifference difference) {}

    /** @param shuffled heads of the same examples, after {@link #shuffled} */
    public List<Line> lines(Learning learned, Learning shuffled, long seed) {
        List<Line> lines = new ArrayList<>();
        for (QuerySelection selection : QuerySelection.values()) {
            String queries = selection == QuerySelection.ALL ? "all queries" : "queries with lesions";
            Scores base = scores(selection, CrossValidation::untrained, CrossValidation::untrained);
            Scores chance = chance(selection);
            lines.add(
                    line("learned - base, " + queries, scores(selection, learned::image, learned::image), base, seed));
            lines.add(line("base - chance, " + queries, base, chance, seed));
            lines.add(line(
                    "shuffled labels - base, " + queries,
                    scores(selection, shuffled::image, shuffled::image),
                    base,
                    seed));
            if (learned.heads().text().isPresent() && haveTexts()) {
                lines.add(line("text to image - chance, " + queries, ofTexts(selection, learned), chance, seed));
                lines.add(line(
                        "text to image, shuffled texts - chance, " + queries,
                        ofTexts(selection, shuffled),
                        chance,
                        seed));
            }
        }
        return lines;
    }

    /** Labels change places within a pool, and texts among all. */
    public static List<Example> shuffled(List<Example> examples, long seed) {
        Map<String, List<String>> labels = new TreeMap<>();
        List<Optional<double[]>> texts = new ArrayList<>();
        for (Example example : examples) {
            labels.computeIfAbsent(example.pool(), none -> new ArrayList<>())
                    .add(example.labels().get(example.pool()));
            texts.add(example.text());
        }
        labels.values().forEach(each -> Folds.shuffle(each, seed));
        Folds.shuffle(texts, seed + 1); // in another order: a text must not keep its label
        List<Example> shuffled = new ArrayList<>();
        for (Example example : examples) {
            shuffled.add(
                    example.withLabel(labels.get(example.pool()).removeLast()).withText(texts.removeLast()));
        }
        return shuffled;
    }

    private static Line line(String what, Scores first, Scores second, long seed) {
        return new Line(
                what,
                first.queries().size(),
                first.mean(Metric.PRECISION_3),
                second.mean(Metric.PRECISION_3),
                PairedDifference.of(first, second, Metric.PRECISION_3, seed));
    }

    private boolean haveTexts() {
        return benchmark.pools().values().stream()
                .flatMap(pool -> pool.queries().stream())
                .allMatch(query -> vector(query).text().isPresent());
    }

    private Scores ofTexts(QuerySelection selection, Learning learning) {
        return scores(selection, query -> learning.text(query).orElseThrow(), learning::image);
    }

    private Scores chance(QuerySelection selection) {
        List<Scores.OfQuery> all = new ArrayList<>();
        benchmark
                .pools()
                .values()
                .forEach(pool -> all.addAll(Baseline.CHANCE
                        .expected(pool, Relevance.GROUP, selection)
                        .queries()));
        return new Scores(all);
    }

    private Scores scores(
            QuerySelection selection, Function<Example, double[]> asking, Function<Example, double[]> found) {
        List<Scores.OfQuery> all = new ArrayList<>();
        for (Pool pool : benchmark.pools().values()) {
            Map<VolumeId, double[]> gallery = new LinkedHashMap<>();
            pool.index().forEach(volume -> gallery.put(volume, found.apply(vector(volume))));
            Map<VolumeId, List<VolumeId>> rankings = new LinkedHashMap<>();
            pool.queries().forEach(query -> rankings.put(query, ranking(asking.apply(vector(query)), gallery)));
            all.addAll(Scoring.CORRECTED
                    .score(Hits.of(pool, Relevance.GROUP, selection, rankings))
                    .queries());
        }
        return new Scores(all);
    }

    private static List<VolumeId> ranking(double[] query, Map<VolumeId, double[]> gallery) {
        Map<VolumeId, Double> cosines = new HashMap<>();
        gallery.forEach((volume, vector) -> cosines.put(volume, Linear.cosine(query, vector)));
        return gallery.keySet().stream()
                .sorted(Comparator.comparingDouble((VolumeId volume) -> -cosines.get(volume))
                        .thenComparing(VolumeId::value))
                .limit(DEPTH)
                .toList();
    }

    private Example vector(VolumeId volume) {
        return vectors.computeIfAbsent(volume.value(), none -> DatasetExamples.asking(folder, volume));
    }
}
