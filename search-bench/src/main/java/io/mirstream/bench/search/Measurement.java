package io.mirstream.bench.search;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.standalone.cli.Console;
import io.mirstream.standalone.home.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** What is measured of a running query-service. */
final class Measurement {
    private static final Load STEADY = new Load(50);
    private static final int ROUNDS = 6;
    private static final int REQUESTS_A_ROUND = 250; // 5 s

    private static final Load OCCASIONAL = new Load(5);
    private static final int LATE_REQUESTS = 100;

    private static final int RECALL_QUERIES = 100;

    private static final double MEDIAN = 0.50;
    private static final double SLOW = 0.99;

    private final Queries queries;
    private final WarmUp warmUp;
    private final Console console;
    private final SplittableRandom random = new SplittableRandom(4_002);
    private final GeneratedSeries series;
    private final Latencies service = new Latencies();
    private final Latencies direct = new Latencies();
    private final Latencies late = new Latencies();
    private final Map<String, Double> recall = new LinkedHashMap<>();

    Measurement(GeneratedSeries series, Queries queries, WarmUp warmUp, Console console) {
        this.series = series;
        this.queries = queries;
        this.warmUp = warmUp;
        this.console = console;
    }

    /** A measured value. */
    record Row(String name, double value, String unit) {}

    void run() throws InterruptedException {
        requireSameAnswers();
        console.progress("recall");
        recall.put("0.01", recall(Optional.of(GeneratedSeries.ONE_PERCENT)));
        recall.put("0.1", recall(Optional.of(GeneratedSeries.TEN_PERCENT)));
        recall.put("0.5", recall(Optional.of(GeneratedSeries.HALF)));
        recall.put("1.0", recall(Optional.empty()));
        warmUp.run(() -> {
            queries.likeItWithoutService(anyOf(series.count()));
            queries.likeIt(anyOf(series.count()));
        });
        for (int round = 1; round <= ROUNDS; round++) {
            console.progress("round " + round + " of " + ROUNDS);
            service.addAll(service(REQUESTS_A_ROUND));
            direct.addAll(direct(REQUESTS_A_ROUND));
        }
        console.progress("late interaction");
        warmUp.run(() ->
                queries.likeItByLateInteraction(some(1, GeneratedSeries.STACKS).getFirst()));
        late.addAll(late(LATE_REQUESTS));
    }

    /** Else two things that do not do the same would be compared. */
    private void requireSameAnswers() {
        SeriesUid any = any();
        List<String> answer = queries.likeIt(any);
        if (answer.size() != Queries.K || !answer.equals(queries.likeItWithoutService(any))) {
            throw new Failure("the service does not answer as OpenSearch does");
        }
    }

    private Latencies service(int count) throws InterruptedException {
        List<SeriesUid> asked = some(count, series.count());
        return STEADY.run(count, number -> queries.likeIt(asked.get(number)));
    }

    private Latencies direct(int count) throws InterruptedException {
        List<SeriesUid> asked = some(count, series.count());
        return STEADY.run(count, number -> queries.likeItWithoutService(asked.get(number)));
    }

    private Latencies late(int count) throws InterruptedException {
        List<SeriesUid> asked = some(count, GeneratedSeries.STACKS);
        return OCCASIONAL.run(count, number -> queries.likeItByLateInteraction(asked.get(number)));
    }

    /** Of the nearest that all vectors were compared for, how many the graph finds. */
    private double recall(Optional<String> label) {
        int there = 0;
        int found = 0;
        for (SeriesUid any : some(RECALL_QUERIES, series.count())) {
            List<String> nearest = queries.likeIt(any, label, true);
            List<String> byGraph = queries.likeIt(any, label, false);
            there += nearest.size();
            found += (int) nearest.stream().filter(byGraph::contains).count();
        }
        return (double) found / there;
    }

    private List<SeriesUid> some(int count, int among) {
        List<SeriesUid> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(GeneratedSeries.uid(random.nextInt(among)));
        }
        return some;
    }

    /** To be asked by many threads: which does not matter. */
    private static SeriesUid anyOf(int among) {
        return GeneratedSeries.uid(ThreadLocalRandom.current().nextInt(among));
    }

    private SeriesUid any() {
        return some(1, series.count()).getFirst();
    }

    // --- what came out

    Map<String, Double> overheadMs() {
        Map<String, Double> overhead = new HashMap<>();
        overhead.put("p50", service.percentile(MEDIAN) - direct.percentile(MEDIAN));
        overhead.put("p99", service.percentile(SLOW) - direct.percentile(SLOW));
        return overhead;
    }

    Map<String, Double> recallAt10() {
        return recall;
    }

    Map<String, Double> lateInteractionMs() {
        return Map.of("p50", late.percentile(MEDIAN));
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("query-service, p50", service.percentile(MEDIAN), "ms"));
        rows.add(new Row("query-service, p99", service.percentile(SLOW), "ms"));
        rows.add(new Row("straight to OpenSearch, p50", direct.percentile(MEDIAN), "ms"));
        rows.add(new Row("straight to OpenSearch, p99", direct.percentile(SLOW), "ms"));
        rows.add(new Row("overhead, p50", overheadMs().get("p50"), "ms"));
        rows.add(new Row("overhead, p99", overheadMs().get("p99"), "ms"));
        recall.forEach((share, value) -> rows.add(new Row("recall@10, " + share + " of the series", value, "")));
        rows.add(new Row("late interaction, p50", late.percentile(MEDIAN), "ms"));
        rows.add(new Row("late interaction, p99", late.percentile(SLOW), "ms"));
        return rows;
    }
}
