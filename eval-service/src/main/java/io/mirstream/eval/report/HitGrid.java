package io.mirstream.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What each query found: a row a query, a column a rank, and in words and colour whether it was a hit. */
final class HitGrid {
    private static final int RANKS = 10;

    /** Shows previews as greys. */
    static final String STYLE = "td img { filter: url(#soft-tissue); }\n";

    private static final String NO_PREVIEW = "no preview";

    /** Previews have a window in each channel; the second is soft tissue. */
    private static final String SECOND_CHANNEL = "0 1 0 0 0  0 1 0 0 0  0 1 0 0 0  0 0 0 1 0";

    private final PoolReport pool;
    private final Optional<String> previews;

    /** @param previews as of {@link HtmlReport#of} */
    HitGrid(PoolReport pool, Optional<String> previews) {
        this.pool = pool;
        this.previews = previews;
    }

    /** That the style refers to. */
    static Tag softTissue() {
        return Tag.of("svg")
                .with("class", "filter")
                .with("aria-hidden", "true")
                .add(Tag.of("filter")
                        .with("id", "soft-tissue")
                        .with("color-interpolation-filters", "sRGB")
                        .add(Tag.of("feColorMatrix").with("values", SECOND_CHANNEL)));
    }

    Tag tag(MethodReport method) {
        List<String> head = new ArrayList<>(List.of("query", "labels"));
        IntStream.rangeClosed(1, RANKS).forEach(rank -> head.add(Integer.toString(rank)));
        HtmlTable table = new HtmlTable(
                "Found by " + method.method()
                        + ", best first. Stage: of the query's group; flag: of another, but both have a"
                        + " lesion; miss: only one has, or it is another organ's",
                head);
        method.queries().forEach(query -> table.row(query.volume(), cells(query)));
        return table.tag().with("class", "scrolls hits");
    }

    private List<Tag> cells(MethodReport.QueryReport query) {
        List<Tag> cells = new ArrayList<>();
        Tag asked = Tag.of("td", labels(query.volume())).with("class", "labels");
        preview(query.volume()).ifPresent(where -> asked.add(named(query.volume())));
        cells.add(asked);
        for (int rank = 0; rank < RANKS; rank++) {
            cells.add(
                    rank < query.found().size()
                            ? cell(query, rank)
                            : Tag.of("td").with("class", "none"));
        }
        return cells;
    }

    private Tag cell(MethodReport.QueryReport query, int rank) {
        String volume = query.found().get(rank);
        boolean stage = query.hits().get("stage").charAt(rank) == '1';
        boolean flag = query.hits().get("flag").charAt(rank) == '1';
        String mark = stage ? "stage" : flag ? "flag" : "miss";
        return Tag.of("td")
                .with("class", mark)
                .add(Tag.of("b", mark))
                .add(named(volume).with("title", volume + ": " + labels(volume)));
    }

    /** A link that says the name, and below it the picture, or in its place that there is none. */
    private Tag named(String volume) {
        return preview(volume)
                .map(where -> Tag.of("a", volume)
                        .with("href", where)
                        .add(Tag.of("img")
                                .with("src", where)
                                .with("alt", NO_PREVIEW)
                                .with("loading", "lazy")))
                .orElseGet(() -> Tag.of("span", volume));
    }

    private Optional<String> preview(String volume) {
        return previews.flatMap(service -> pool.volumes()
                .get(volume)
                .series()
                .map(series -> service + "/v1/series/" + series + "/previews/coronal"));
    }

    private String labels(String volume) {
        PoolReport.Volume labels = pool.volumes().get(volume);
        if (labels.flag().isEmpty()) {
            return labels.source() + ", not of this pool";
        }
        return labels.flag().get() ? "group " + labels.group().orElseThrow() : "none, " + labels.source();
    }
}
