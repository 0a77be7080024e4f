package io.mirstream.eval.report;

import java.util.ArrayList;
import java.util.List;

/** A table with headers of columns and rows, which scrolls within the page where it is too wide. */
final class HtmlTable {
    private final String caption;
    private final List<String> head;
    private final List<Tag> rows = new ArrayList<>();

    HtmlTable(String caption, List<String> head) {
        this.caption = caption;
        this.head = List.copyOf(head);
    }

    /** @param cells of which the first is the row's header */
    HtmlTable row(List<String> cells) {
        return row(
                cells.getFirst(),
                cells.stream().skip(1).map(cell -> Tag.of("td", cell)).toList());
    }

    HtmlTable row(String name, List<Tag> cells) {
        rows.add(Tag.of("tr").add(Tag.of("th", name).with("scope", "row")).add(cells));
        return this;
    }

    Tag tag() {
        Tag header = Tag.of("tr");
        head.forEach(each -> header.add(Tag.of("th", each).with("scope", "col")));
        return Tag.of("div")
                .with("class", "scrolls")
                .with("role", "region")
                .with("tabindex", "0")
                .with("aria-label", caption)
                .add(Tag.of("table")
                        .add(Tag.of("caption", caption))
                        .add(Tag.of("thead").add(header))
                        .add(Tag.of("tbody", rows)));
    }
}
