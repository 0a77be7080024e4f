package io.mirstream.eval.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** An SVG of points with ranges, a row each, between 0 and a maximum; and lines across all of them. Colours are the page's. */
final class RangePlot {
    /** As wide as a telephone: text is never scaled down there. */
    private static final int WIDTH = 352;

    private static final int LEFT = 124;
    private static final int RIGHT = 16;
    private static final int ROW = 22;
    private static final int LINE_LABEL = 14;
    private static final int AXIS = 24;
    private static final int TICKS = 4;
    private static final int RADIUS = 4;

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
    private final List<Line> lines;
    private final List<Row> rows;

    RangePlot(double maximum, List<Line> lines, List<Row> rows) {
        this.maximum = maximum;
        this.lines = lines.stream()
                .filter(line -> line.value().isPresent())
                .sorted(Comparator.comparingDouble(line -> -line.value().getAsDouble())) // so that none crosses a name
                .toList();
        this.rows = rows;
    }

    /** Up to the next 1, 2 or 5 of a power of ten. */
    static double axisFor(double largest) {
        double power = Math.pow(10, Math.floor(Math.log10(largest)));
        return DoubleStream.of(1, 2, 5, 10)
                .map(step -> step * power)
                .filter(end -> end >= largest)
                .findFirst()
                .orElse(largest);
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
            axis.add(text(x(value), bottom() + 15, "middle", "axis", number(value)));
        }
        return axis;
    }

    private List<Tag> across(Line line) {
        double at = x(line.value().getAsDouble());
        int y = 11 + lines.indexOf(line) * LINE_LABEL;
        return List.of(
                line(at, y - 8, at, bottom()).with("class", "across " + line.style()),
                text(
                        at - 4,
                        y,
                        "end",
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
        return maximum <= 1 ? String.format(Locale.ROOT, "%.2f", value) : Figure.brief(value);
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
