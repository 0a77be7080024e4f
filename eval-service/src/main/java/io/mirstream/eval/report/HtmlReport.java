package io.mirstream.eval.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A report as one page of HTML that runs nothing, and loads nothing but the previews of series that were kept. */
public final class HtmlReport {
    private static final String STYLE = "report.css";

    private final Report report;
    private final Optional<String> previews;

    private HtmlReport(Report report, Optional<String> previews) {
        this.report = report;
        this.previews = previews;
    }

    /** Without previews: it loads nothing. */
    public static String of(Report report) {
        return of(report, Optional.empty());
    }

    /** @param previews where the query-service is: its URL, {@code ""} for where the page itself is; empty for no previews */
    public static String of(Report report, Optional<String> previews) {
        return "<!DOCTYPE html>\n" + new HtmlReport(report, previews).page() + "\n";
    }

    private Tag page() {
        String title = "3D-MIR replay " + report.id();
        return Tag.of("html")
                .with("lang", "en")
                .add(
                        Tag.of("head")
                                .add(Tag.of("meta").with("charset", "utf-8"))
                                .add(Tag.of("meta")
                                        .with("name", "viewport")
                                        .with("content", "width=device-width, initial-scale=1"))
                                .add(Tag.of("meta").with("name", "color-scheme").with("content", "light dark"))
                                .add(Tag.of("title", title))
                                .add(Tag.of("style", previews.isPresent() ? style() + HitGrid.STYLE : style())),
                        Tag.of("body")
                                .add(previews.isPresent() ? List.of(HitGrid.softTissue()) : List.of())
                                .add(Tag.of("header")
                                        .add(Tag.of("h1", title))
                                        .add(facts())
                                        .add(contents()))
                                .add(Tag.of("main")
                                        .add(reading())
                                        .add(report.pools().stream()
                                                .map(this::pool)
                                                .toList())
                                        .add(speed())));
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the style sheet is on the class path", e);
        }
    }

    // --- what it is

    private Tag facts() {
        Report.Model model = report.model();
        return Tag.of("dl")
                .with("class", "facts")
                .add(fact("Dataset", report.dataset()))
                .add(fact("Model", model.id() + " " + model.version()))
                .add(fact("Fingerprint", model.fingerprint()))
                .add(fact("Started", report.started().toString()))
                .add(fact("Took", seconds(Duration.between(report.started(), report.finished()))));
    }

    private static Tag fact(String name, String value) {
        return Tag.of("div").add(Tag.of("dt", name)).add(Tag.of("dd", value));
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() < 60
                ? duration.toSeconds() + " s"
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    private Tag contents() {
        List<Tag> links = new ArrayList<>();
        report.pools().forEach(pool -> links.add(link(id(pool), title(pool))));
        links.add(link("speed", "Speed"));
        return Tag.of("nav").with("aria-label", "Contents").add(Tag.of("ul", links));
    }

    private static Tag link(String id, String title) {
        return Tag.of("li").add(Tag.of("a", title).with("href", "#" + id));
    }

    private static String id(PoolReport pool) {
        return pool.gallery() + "-" + pool.organ();
    }

    private static String title(PoolReport pool) {
        String organ = pool.organ().substring(0, 1).toUpperCase(Locale.ROOT)
                + pool.organ().substring(1);
        return organ + (pool.gallery().equals("own") ? "" : ", " + pool.gallery());
    }

    private Tag reading() {
        Report.Intervals intervals = report.intervals();
        return Tag.of("section")
                .with("aria-label", "How to read this")
                .add(
                        Tag.of(
                                "p",
                                "Stage: both volumes are of one group of size and number of lesions. Flag: both have a"
                                        + " lesion, or neither has. Same source is who puts the volumes of the query's"
                                        + " own task first and looks at no lesion: a method says something about lesions"
                                        + " only above that line."),
                        Tag.of(
                                "p",
                                String.format(
                                        Locale.ROOT,
                                        "Bars are %.0f %% intervals: percentiles of %,d bootstrap samples of queries, seed"
                                                + " %d. Precision here is hits in the first k over k or the length of a"
                                                + " shorter list; what the released notebooks print is under All scores.",
                                        intervals.level() * 100,
                                        intervals.resamples(),
                                        intervals.seed())));
    }

    // --- scores

    private Tag pool(PoolReport pool) {
        Tag section = Tag.of("section").with("id", id(pool)).add(Tag.of("h2", title(pool)));
        section.add(Tag.of(
                "p",
                pool.methods().stream()
                                .findFirst()
                                .map(method -> method.queries().size())
                                .orElse(0)
                        + " queries among " + pool.candidates() + " volumes of "
                        + (pool.gallery().equals("own")
                                ? "the organ's own index."
                                : "all organs' indices, without what is a query anywhere.")));
        section.add(Tag.of("div")
                .with("class", "plots")
                .add(plot(pool, Headline.STAGE))
                .add(plot(pool, Headline.FLAG)));
        section.add(headlines(pool));
        section.add(details("Differences between methods", differences(pool)));
        section.add(details("All scores", allScores(pool)));
        HitGrid grid = new HitGrid(pool, previews);
        pool.methods().forEach(method -> section.add(details("Queries: " + method.method(), grid.tag(method))));
        return section;
    }

    private static Tag details(String summary, Tag content) {
        return Tag.of("details").add(Tag.of("summary", summary)).add(content);
    }

    private Tag plot(PoolReport pool, Headline headline) {
        RangePlot plot = new RangePlot(
                1,
                List.of(
                        new RangePlot.Line(
                                "chance", pool.baseline("chance", headline.selection(), headline.score()), "chance"),
                        new RangePlot.Line(
                                "same source",
                                pool.baseline("same_source", headline.selection(), headline.score()),
                                "source")),
                pool.methods().stream()
                        .map(method -> {
                            MethodReport.Score score = headline.of(method);
                            return new RangePlot.Row(method.method(), score.mean(), score.low(), score.high());
                        })
                        .toList());
        return Tag.of("figure")
                .add(Tag.of("figcaption", headline.title()))
                .add(plot.svg(title(pool) + ", " + headline.title()));
    }

    private static Tag headlines(PoolReport pool) {
        HtmlTable table = new HtmlTable(
                "Means and intervals; stage of queries with a lesion, flag of all",
                Stream.concat(Stream.of("method"), Headline.ALL.stream().map(Headline::brief))
                        .toList());
        pool.methods()
                .forEach(method -> table.row(
                        method.method(),
                        Headline.ALL.stream().map(each -> cell(each.of(method))).toList()));
        Map<String, String> baselines = Map.of("chance", "chance", "same_source", "same source");
        baselines.keySet().stream()
                .sorted()
                .forEach(baseline -> table.row(Stream.concat(
                                Stream.of(baselines.get(baseline)),
                                Headline.ALL.stream().map(each -> each.cell(pool, baseline)))
                        .toList()));
        return table.tag();
    }

    private static Tag cell(MethodReport.Score score) {
        return Tag.of("td", Figure.text(score.mean())).add(Tag.of("small", Figure.interval(score.low(), score.high())));
    }

    private static Tag differences(PoolReport pool) {
        HtmlTable table = new HtmlTable(
                "What a method has more than another, query by query; p of a permutation test, and adjusted (Holm)",
                List.of("method", "less", "score", "queries", "difference", "p", "adjusted"));
        for (MethodReport method : pool.methods()) {
            method.differences()
                    .forEach(each -> table.row(List.of(
                            method.method(),
                            each.method() + (each.to().equals(Differences.BEST) ? " (best)" : ""),
                            each.score(),
                            each.selection(),
                            Figure.text(each.mean()) + " " + Figure.interval(each.low(), each.high()),
                            Figure.text(each.p()),
                            Figure.text(each.adjusted()))));
        }
        return table.tag();
    }

    private static Tag allScores(PoolReport pool) {
        List<String> columns = List.of("reference", "corrected", "missing_as_zero");
        HtmlTable table = new HtmlTable(
                "Means of all queries, and of those with a lesion, by scoring",
                List.of(
                        "method",
                        "score",
                        "all: reference",
                        "corrected",
                        "missing as zero",
                        "lesions: reference",
                        "corrected",
                        "missing as zero"));
        for (MethodReport method : pool.methods()) {
            method.scores().get("all").get("corrected").keySet().stream()
                    .sorted()
                    .forEach(score -> {
                        List<String> cells = new ArrayList<>(List.of(method.method(), score));
                        for (String selection : List.of("all", "lesions")) {
                            columns.forEach(scoring -> cells.add(Figure.text(
                                    method.score(selection, scoring, score).mean())));
                        }
                        table.row(cells);
                    });
        }
        return table.tag();
    }

    // --- speed

    private Tag speed() {
        Speed speed = report.speed();
        Tag tiles = Tag.of("dl")
                .with("class", "facts")
                .add(fact(
                        "Volumes", String.format(Locale.ROOT, "%,d with %,d slices", speed.volumes(), speed.slices())))
                .add(fact("Volumes a second", Figure.brief(speed.volumesPerSecond())))
                .add(fact("Slices a second", Figure.brief(speed.slicesPerSecond())))
                .add(fact(
                        "Searchable after",
                        speed.freshness()
                                .map(fresh -> Figure.brief(fresh.p50Ms()) + " ms (median), "
                                        + Figure.brief(fresh.p95Ms()) + " ms (95 %)")
                                .orElse("not measured")));
        speed.phases().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(phase -> tiles.add(
                        fact("Phase: " + phase.getKey(), String.format(Locale.ROOT, "%.1f s", phase.getValue()))));
        Tag section =
                Tag.of("section").with("id", "speed").add(Tag.of("h2", "Speed")).add(tiles);
        if (!speed.searches().isEmpty()) {
            section.add(latencies(speed));
            section.add(searches(speed));
        }
        return section;
    }

    private static Tag latencies(Speed speed) {
        double slowest = speed.searches().values().stream()
                .mapToDouble(Speed.Percentiles::p95Ms)
                .max()
                .orElseThrow();
        RangePlot plot = new RangePlot(
                RangePlot.axisFor(Math.max(2, slowest)), // up to 1 an axis is one of shares
                List.of(),
                methods(speed)
                        .map(method -> new RangePlot.Row(
                                method,
                                OptionalDouble.of(speed.searches().get(method).p50Ms()),
                                OptionalDouble.of(speed.searches().get(method).p50Ms()),
                                OptionalDouble.of(speed.searches().get(method).p95Ms())))
                        .toList());
        return Tag.of("div")
                .with("class", "plots")
                .add(Tag.of("figure")
                        .add(Tag.of("figcaption", "Search in ms: median, and up to the 95th percentile"))
                        .add(plot.svg("Search latency in milliseconds, median and 95th percentile")));
    }

    private static Tag searches(Speed speed) {
        HtmlTable table =
                new HtmlTable("Searches, from question to answer", List.of("method", "searches", "p50 ms", "p95 ms"));
        methods(speed).forEach(method -> {
            Speed.Percentiles found = speed.searches().get(method);
            table.row(List.of(
                    method, Integer.toString(found.count()), Figure.brief(found.p50Ms()), Figure.brief(found.p95Ms())));
        });
        return table.tag();
    }

    private static Stream<String> methods(Speed speed) {
        return speed.searches().keySet().stream().sorted();
    }
}
