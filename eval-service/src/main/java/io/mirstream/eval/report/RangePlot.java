package io.mirstream.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** An SVG of points with ranges, a row each, between 0 and a maximum; and lines across all of them. Colours are the page's. */
final class RangePlot {
    /** As wide as a telephone: text is never scaled down there. */
    private static final int WIDTH = 352;

    private static final int LEFT = 124;
    private static final int RIGHT = 14;
    private static final int ROW = 22;
    private static final int LINE_LABEL = 14;
    private static final int AXIS = 24;
    private static final int TICKS = 4;
    private static final int RADIUS = 4;
    private static final int LABEL_ROOM = 60;

    /**
     * A row.
     *
     * @param value the point; empty for none
     * @param low end of the range
     * @param high its other end
     */
    record Row(String label, OptionalDouble value, OptionalDouble low, OptionalDouble high) {}

    /**
     * A line across.
     *
     * @param style class of the page's style sheet
     */
    record Line(String label, OptionalDouble value, String style) {}

    private final double maximum;
    private final String unit;
    private final List<Line> lines;
    private final List<Row> rows;

    /** @param unit behind the numbers of the axis */
    RangePlot(double maximum, String unit, List<Line> lines, List<Row> rows) {
        this.maximum = maximum;
        this.unit = unit;
        this.lines = lines.stream().filter(line -> line.value().isPresent()).toList();
        this.rows = rows;
    }

    /** @param title what is plotted, for those who do not see it, before the numbers */
    Tag svg(String title) {
        int height = top() + rows.size() * ROW + AXIS;
        Tag svg = Tag.of("svg")
                .with("viewBox", "0 0 " + WIDTH + " " + height)
                .with("role", "img")
                .with("aria-label", title + ": " + words());
        svg.add(axis());
        lines.forEach(line -> svg.add(across(line)));
        for (int row = 0; row < rows.size(); row++) {
            svg.add(row(rows.get(row), top() + row * ROW + ROW / 2));
        }
        return svg;
    }

    private int top() {
        return 6 + lines.size() * LINE_LABEL;
    }

    private int bottom() {
        return top() + rows.size() * ROW;
    }

    private List<Tag> axis() {
        List<Tag> axis = new ArrayList<>();
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = maximum * tick / TICKS;
            axis.add(line(x(value), top(), x(value), bottom()).with("class", "grid"));
            axis.add(text(
                    x(value),
                    bottom() + 15,
                    tick == TICKS ? "end" : "middle",
                    "axis",
                    number(value) + (tick == TICKS ? unit : "")));
        }
        return axis;
    }

    private List<Tag> across(Line line) {
        double at = x(line.value().getAsDouble());
        int y = 11 + lines.indexOf(line) * LINE_LABEL;
        boolean leftOfIt = at > WIDTH - RIGHT - LABEL_ROOM * 2;
        return List.of(
                line(at, y - 8, at, bottom()).with("class", "across " + line.style()),
                text(
                        at + (leftOfIt ? -4 : 4),
                        y,
                        leftOfIt ? "end" : "start",
                        "name " + line.style(),
                        line.label() + " " + number(line.value().getAsDouble())));
    }

    private List<Tag> row(Row row, int y) {
        List<Tag> tags = new ArrayList<>();
        tags.add(text(LEFT - 8, y + 4, "end", "name", row.label()));
        if (row.low().isPresent() && row.high().isPresent()) {
            tags.add(line(x(row.low().getAsDouble()), y, x(row.high().getAsDouble()), y)
                    .with("class", "range"));
        }
        row.value()
                .ifPresent(value -> tags.add(Tag.of("circle")
                        .with("cx", coordinate(x(value)))
                        .with("cy", y)
                        .with("r", RADIUS)
                        .with("class", "point")));
        return tags;
    }

    private static Tag line(double x1, double y1, double x2, double y2) {
        return Tag.of("line")
                .with("x1", coordinate(x1))
                .with("y1", coordinate(y1))
                .with("x2", coordinate(x2))
                .with("y2", coordinate(y2));
    }

    private static Tag text(double x, double y, String anchor, String style, String text) {
        return Tag.of("text", text)
                .with("x", coordinate(x))
                .with("y", coordinate(y))
                .with("text-anchor", anchor)
                .with("class", style);
    }

    private double x(double value) {
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.clamp(value / maximum, 0, 1);
    }

    private String words() {
        return rows.stream()
                        .map(row -> row.label() + " " + number(row.value()) + " from " + number(row.low()) + " to "
                                + number(row.high()))
                        .collect(Collectors.joining("; "))
                + lines.stream()
                        .map(line -> "; " + line.label() + " " + number(line.value()))
                        .collect(Collectors.joining());
    }

    private String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "none";
    }

    private String number(double value) {
        return maximum <= 1 ? String.format(Locale.ROOT, "%.2f", value) : MarkdownReport.millis(value);
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
