package io.mirstream.eval.report;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What each query found: a row a query, a column a rank, and in words and colour whether it was a hit. */
final class HitGrid {
    private static final int RANKS = 10;

    private final PoolReport pool;
    private final Function<String, Optional<URI>> previews;

    /** @param previews where the picture of a volume is, if anywhere */
    HitGrid(PoolReport pool, Function<String, Optional<URI>> previews) {
        this.pool = pool;
        this.previews = previews;
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
        cells.add(Tag.of("td", labels(query.volume())).with("class", "labels"));
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

    private Tag named(String volume) {
        return previews.apply(volume)
                .map(where -> Tag.of("a", volume).with("href", where))
                .orElseGet(() -> Tag.of("span", volume));
    }

    private String labels(String volume) {
        PoolReport.Volume labels = pool.volumes().get(volume);
        if (labels.flag().isEmpty()) {
            return labels.source() + ", not of this pool";
        }
        return labels.flag().get() ? "group " + labels.group().orElseThrow() : "none, " + labels.source();
    }
}
