package io.mirstream.eval.report;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import io.mirstream.eval.replay.Gallery;
import io.mirstream.eval.replay.Method;
import io.mirstream.eval.score.Baseline;
import io.mirstream.eval.score.Candidates;
import io.mirstream.eval.score.Hits;
import io.mirstream.eval.score.Interval;
import io.mirstream.eval.score.Metric;
import io.mirstream.eval.score.QuerySelection;
import io.mirstream.eval.score.Relevance;
import io.mirstream.eval.score.Scores;
import io.mirstream.eval.score.Scoring;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Scores the rankings of one organ among one gallery. */
final class PoolEvaluation {
    private static final int DIGEST_BYTES = 8;

    private final Gallery gallery;
    private final Candidates candidates;
    private final Map<VolumeId, SeriesUid> seen;

    /** Scorings differ in few scores: the others' intervals are made once. */
    private final Map<List<Double>, Interval> intervals = new HashMap<>();

    /** @param seen as of {@link io.mirstream.eval.replay.Volumes#seen} */
    PoolEvaluation(Gallery gallery, Candidates candidates, Map<VolumeId, SeriesUid> seen) {
        this.gallery = gallery;
        this.candidates = candidates;
        this.seen = seen;
    }

    PoolReport report(Map<Method, Map<VolumeId, List<VolumeId>>> rankings) {
        Map<Method, Map<VolumeId, List<VolumeId>>> inOrder = new EnumMap<>(rankings);
        Differences differences = new Differences(candidates, inOrder);
        List<MethodReport> methods = new ArrayList<>();
        inOrder.forEach((method, ofMethod) -> methods.add(
                new MethodReport(method.label(), scores(ofMethod), differences.of(method), queries(ofMethod))));
        return new PoolReport(
                label(gallery),
                candidates.pool().organ().label(),
                digest(),
                candidates.volumes().size(),
                volumes(inOrder),
                baselines(),
                methods);
    }

    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    // --- scores

    private Map<String, Map<String, Map<String, MethodReport.Score>>> scores(Map<VolumeId, List<VolumeId>> rankings) {
        Map<String, Map<String, Map<String, MethodReport.Score>>> bySelection = new TreeMap<>();
        for (QuerySelection selection : QuerySelection.values()) {
            Map<String, Map<String, MethodReport.Score>> byScoring = new TreeMap<>();
            for (Scoring scoring : Scoring.values()) {
                byScoring.put(label(scoring), scores(scoring, selection, rankings));
            }
            bySelection.put(label(selection), byScoring);
        }
        return bySelection;
    }

    private Map<String, MethodReport.Score> scores(
            Scoring scoring, QuerySelection selection, Map<VolumeId, List<VolumeId>> rankings) {
        Map<String, MethodReport.Score> byName = new TreeMap<>();
        for (Relevance relevance : Relevance.values()) {
            Scores scores = scoring.score(Hits.of(candidates, relevance, selection, rankings));
            for (Metric metric : Metric.values()) {
                Interval interval = interval(scores.values(metric));
                byName.put(
                        metric.name(relevance),
                        new MethodReport.Score(
                                Figure.of(scores.mean(metric)), Figure.of(interval.low()), Figure.of(interval.high())));
            }
        }
        return byName;
    }

    private Interval interval(double[] values) {
        return intervals.computeIfAbsent(
                Arrays.stream(values).boxed().toList(), key -> Interval.ofMean(values, Report.SEED));
    }

    private Map<String, Map<String, Map<String, OptionalDouble>>> baselines() {
        Map<String, Map<String, Map<String, OptionalDouble>>> byBaseline = new TreeMap<>();
        for (Baseline baseline : Baseline.values()) {
            Map<String, Map<String, OptionalDouble>> bySelection = new TreeMap<>();
            for (QuerySelection selection : QuerySelection.values()) {
                Map<String, OptionalDouble> byName = new TreeMap<>();
                for (Relevance relevance : Relevance.values()) {
                    Scores expected = baseline.expected(candidates, relevance, selection);
                    for (Metric metric : Metric.values()) {
                        byName.put(metric.name(relevance), Figure.of(expected.mean(metric)));
                    }
                }
                bySelection.put(label(selection), byName);
            }
            byBaseline.put(label(baseline), bySelection);
        }
        return byBaseline;
    }

    // --- volumes

    private List<MethodReport.QueryReport> queries(Map<VolumeId, List<VolumeId>> rankings) {
        List<Hits> flags = Hits.of(candidates, Relevance.FLAG, QuerySelection.ALL, rankings);
        List<Hits> groups = Hits.of(candidates, Relevance.GROUP, QuerySelection.ALL, rankings);
        List<MethodReport.QueryReport> queries = new ArrayList<>();
        for (int query = 0; query < flags.size(); query++) {
            Hits flag = flags.get(query);
            Hits group = groups.get(query);
            queries.add(new MethodReport.QueryReport(
                    flag.query().value(),
                    rankings.get(flag.query()).stream().map(VolumeId::value).toList(),
                    Map.of(Relevance.FLAG.label(), digits(flag), Relevance.GROUP.label(), digits(group)),
                    Map.of(Relevance.FLAG.label(), flag.relevant(), Relevance.GROUP.label(), group.relevant())));
        }
        return queries;
    }

    private static String digits(Hits hits) {
        StringBuilder digits = new StringBuilder();
        hits.ranked().forEach(hit -> digits.append(hit ? '1' : '0'));
        return digits.toString();
    }

    private Map<String, PoolReport.Volume> volumes(Map<Method, Map<VolumeId, List<VolumeId>>> rankings) {
        Map<String, PoolReport.Volume> volumes = new TreeMap<>();
        candidates.pool().queries().forEach(query -> volumes.put(query.value(), volume(query)));
        for (Map<VolumeId, List<VolumeId>> byQuery : rankings.values()) {
            byQuery.values()
                    .forEach(
                            found -> found.forEach(each -> volumes.computeIfAbsent(each.value(), key -> volume(each))));
        }
        return volumes;
    }

    private PoolReport.Volume volume(VolumeId volume) {
        Optional<String> series = Optional.ofNullable(seen.get(volume)).map(SeriesUid::value);
        return candidates
                .labels(volume)
                .map(labels -> volume(labels, series))
                .orElseGet(() -> new PoolReport.Volume(
                        candidates.source(volume).label(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        series));
    }

    private static PoolReport.Volume volume(VolumeLabels labels, Optional<String> series) {
        return new PoolReport.Volume(
                labels.source().label(),
                Optional.of(labels.flag()),
                Optional.of(labels.group()),
                Optional.of(labels.numberTumors()),
                Figure.of(labels.maxTumorSizeCm()),
                series);
    }

    /** Of all that a score is a function of, but the rankings. */
    private String digest() {
        StringBuilder text = new StringBuilder(candidates.pool().organ().label());
        candidates.pool().queries().stream().sorted().forEach(query -> describe(text.append("\nquery "), query));
        candidates.volumes().stream().sorted().forEach(volume -> describe(text.append("\ncandidate "), volume));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void describe(StringBuilder text, VolumeId volume) {
        PoolReport.Volume labels = volume(volume);
        text.append(volume).append(' ').append(labels.source());
        labels.flag().ifPresent(flag -> text.append(' ').append(flag));
        labels.group().ifPresent(group -> text.append(' ').append(group));
    }
}
