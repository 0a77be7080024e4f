package io.mirstream.bench.embed;

import io.mirstream.bench.embed.Preparation.Spent;
import io.mirstream.bench.embed.RunningService.Arrival;
import io.mirstream.standalone.cli.Console;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The bare loop, the preparation and the whole service in turns, and what follows from all rounds. */
final class Rounds {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double MEBIBYTE = 1 << 20;

    /** Share of the processor time that compilers may still take of what is measured. */
    private static final double COMPILING = 0.01;

    private static final int WARM_UPS = 40;
    private static final String CPU = "mirstream_embed_cpu_seconds_total{stage=\"";

    private final Subject subject;
    private final Studies studies;
    private final BareLoop bare;
    private final Preparation preparation;
    private final RunningService service;
    private final Console console;
    private final Map<String, List<Double>> samples = new HashMap<>();
    private final Map<String, Double> latencies = new HashMap<>();

    /** One line of the table. */
    record Row(String name, double value, String unit) {}

    /** What the service says and the machine counts. */
    private record Use(ProcessUsage process, double list, double publish) {}

    Rounds(
            Subject subject,
            Studies studies,
            BareLoop bare,
            Preparation preparation,
            RunningService service,
            Console console) {
        this.subject = subject;
        this.studies = studies;
        this.bare = bare;
        this.preparation = preparation;
        this.service = service;
        this.console = console;
    }

    /** Until the JIT compilers have little left to do: a service that runs for days has long been there. */
    void warmUp() throws InterruptedException {
        console.progress(subject.id() + ": warming up");
        bare.rate(1);
        preparation.all(studies, 4 * subject.turns());
        for (int pass = 0; pass < WARM_UPS && compiling() > COMPILING; pass++) {
            service.query(studies.slice());
        }
        for (int i = 0; i < subject.queries() / 2; i++) {
            service.query(studies.slice());
        }
    }

    /** Embeds the studies, and says which share of the service's processor time its compilers took meanwhile. */
    private double compiling() throws InterruptedException {
        ProcessUsage before = service.usage();
        service.embed(studies, subject.turns() * studies.count());
        ProcessUsage after = service.usage();
        double share = after.compilersSince(before) / (after.seconds() - before.seconds());
        console.progress(String.format(Locale.ROOT, "%s: compilers take %.3f", subject.id(), share));
        return share;
    }

    void round(int number, int of) throws InterruptedException {
        BareLoop.Rate loop = bare.rate(subject.bareRuns());
        double bareRate = loop.partsPerSecond();
        Spent prepared = preparation.all(studies, subject.turns());
        Use before = use();
        int count = subject.turns() * studies.count();
        List<Arrival> arrivals = service.embed(studies, count + 2 * Subject.AROUND);
        Use after = use();

        List<Arrival> steady = arrivals.subList(Subject.AROUND, Subject.AROUND + count);
        double seconds =
                (steady.getLast().atNanos() - arrivals.get(Subject.AROUND - 1).atNanos()) / NANOS;
        int vectors = steady.stream().mapToInt(Arrival::vectors).sum();
        int all = arrivals.stream().mapToInt(Arrival::vectors).sum();
        double vectorsOfAllStudies = (double) all / arrivals.size() * count;
        double preparing = prepared.seconds() * vectors / vectorsOfAllStudies; // of the studies that were seen
        double efficiency = (preparing + vectors / bareRate) / seconds;

        sample("efficiency", efficiency);
        sample("slicesPerSecond", vectors / seconds);
        sample("bareSlicesPerSecond", bareRate);
        sample("seriesPerSecond", count / seconds);
        sample("preparedPerSecond", vectorsOfAllStudies / prepared.seconds());
        int slices = studies.slices() * subject.turns();
        sample("scannedPerSecond", slices / (double) count * (count / seconds));
        cpu("alone: list", prepared.list(), slices);
        cpu("alone: decode", prepared.decode(), slices);
        cpu("alone: preprocess", prepared.reduce(), slices);
        cpu("alone: inference", loop.cpuSeconds() * vectorsOfAllStudies, slices);
        double alone =
                prepared.list() + prepared.decode() + prepared.reduce() + loop.cpuSeconds() * vectorsOfAllStudies;
        double whole = after.process().seconds() - before.process().seconds();
        sample("processorEfficiency", alone / slices / (whole / ((double) slices / count * arrivals.size())));
        stages(before, after, (double) slices / count * arrivals.size());
        console.progress(String.format(
                Locale.ROOT,
                "%s: round %d of %d, efficiency %.3f, by processor time %.3f, %.1f of %.1f slices a second",
                subject.id(),
                number,
                of,
                efficiency,
                samples.get("processorEfficiency").getLast(),
                vectors / seconds,
                bareRate));
    }

    private Use use() throws InterruptedException {
        return new Use(service.usage(), service.metric(CPU + "list"), service.metric(CPU + "publish"));
    }

    private void stages(Use before, Use after, double slices) {
        ProcessUsage from = before.process();
        ProcessUsage to = after.process();
        double list = after.list() - before.list();
        double publish = after.publish() - before.publish();
        double sending = to.since(from, "kafka-producer");
        double decode = to.since(from, "decoder");
        double inference = to.since(from, "inference");
        double preprocess = to.since(from, "study") - list - publish;
        cpu("list", list, slices);
        cpu("decode", decode, slices);
        cpu("preprocess", preprocess, slices);
        cpu("inference", inference, slices);
        cpu("publish", publish + sending, slices);
        cpu("rest, garbage collector", to.since(from, "VM Thread"), slices);
        cpu("rest, compilers", to.compilersSince(from), slices);
        cpu("rest, consumer", to.since(from, "embed-requests"), slices);
        cpu("rest", to.seconds() - from.seconds() - list - decode - preprocess - inference - publish - sending, slices);
    }

    private void cpu(String stage, double seconds, double slices) {
        sample("cpu " + stage, seconds * MILLIS / slices);
    }

    /** Asks about a slice, with nothing else to do and then with more studies than the service can embed meanwhile. */
    void queries() throws InterruptedException {
        console.progress(subject.id() + ": queries");
        double[] idle = ask();
        service.send(studies, Subject.AROUND);
        int load = Subject.AROUND;
        service.receive(1);
        List<Double> loaded = new ArrayList<>();
        for (int i = 0; i < subject.queries(); i++) {
            service.send(studies, 2);
            load += 2;
            loaded.add(service.query(studies.slice()));
        }
        service.receive(load - 1);
        latencies(" idle", idle);
        latencies(
                " under load", loaded.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private double[] ask() throws InterruptedException {
        double[] seconds = new double[subject.queries()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = service.query(studies.slice());
        }
        return seconds;
    }

    private void latencies(String when, double[] seconds) {
        Arrays.sort(seconds);
        latencies.put("p50" + when, seconds[seconds.length / 2] * MILLIS);
        latencies.put("p99" + when, seconds[(int) Math.ceil(seconds.length * 0.99) - 1] * MILLIS);
    }

    private void sample(String name, double value) {
        samples.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    private double median(String name) {
        double[] sorted = samples.get(name).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double efficiency() {
        return median("efficiency");
    }

    double slicesPerSecond() {
        return median("slicesPerSecond");
    }

    double bareSlicesPerSecond() {
        return median("bareSlicesPerSecond");
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("efficiency", efficiency(), "of the parts' time"));
        rows.add(new Row("efficiency, processor", median("processorEfficiency"), "of the parts' processor time"));
        rows.add(new Row("whole service", slicesPerSecond(), "slices encoded/s"));
        rows.add(new Row("bare loop", bareSlicesPerSecond(), "slices encoded/s"));
        rows.add(new Row("decode+preprocess", median("preparedPerSecond"), "slices prepared/s"));
        rows.add(new Row("whole service, scanned", median("scannedPerSecond"), "slices read/s"));
        rows.add(new Row("series", median("seriesPerSecond"), "series/s"));
        for (String stage : List.of(
                "list",
                "decode",
                "preprocess",
                "inference",
                "publish",
                "rest",
                "rest, garbage collector",
                "rest, compilers",
                "rest, consumer")) {
            rows.add(new Row("cpu, " + stage, median("cpu " + stage), "ms/slice read"));
        }
        for (String stage : List.of("list", "decode", "preprocess", "inference")) {
            rows.add(new Row("cpu alone, " + stage, median("cpu alone: " + stage), "ms/slice read"));
        }
        rows.add(new Row("peak memory", service.usage().peakBytes() / MEBIBYTE, "MiB resident"));
        for (String percentile : List.of("p50", "p99")) {
            for (String when : List.of(" idle", " under load")) {
                rows.add(new Row("query, " + percentile + when, latencies.get(percentile + when), "ms"));
            }
            rows.add(new Row(
                    "query, " + percentile + " queueing",
                    latencies.get(percentile + " under load") - latencies.get(percentile + " idle"),
                    "ms"));
        }
        return rows;
    }
}
