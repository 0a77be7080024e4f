package io.mirstream.eval.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An element of HTML, SVG or XML: closed, and with its text escaped, whatever it says. */
final class Tag {
    /** Of HTML, which have no end. */
    private static final Set<String> VOID = Set.of("meta", "br", "img");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> content = new ArrayList<>();

    private Tag(String name) {
        this.name = name;
    }

    static Tag of(String name) {
        return new Tag(name);
    }

    static Tag of(String name, String text) {
        return new Tag(name).text(text);
    }

    static Tag of(String name, List<Tag> children) {
        return new Tag(name).add(children);
    }

    Tag with(String attribute, Object value) {
        attributes.put(attribute, value.toString());
        return this;
    }

    Tag text(String text) {
        content.add(text);
        return this;
    }

    Tag add(Tag... children) {
        return add(List.of(children));
    }

    Tag add(List<Tag> children) {
        content.addAll(children);
        return this;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        out.append('<').append(name);
        attributes.forEach((attribute, value) -> {
            out.append(' ').append(attribute).append("=\"");
            escape(value, out);
            out.append('"');
        });
        if (VOID.contains(name)) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (Object each : content) {
            if (each instanceof Tag child) {
                child.write(out);
            } else {
                escape((String) each, out);
            }
        }
        out.append("</").append(name).append('>');
    }

    private static void escape(String text, StringBuilder out) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\t', '\n', '\r' -> out.append(c);
                default -> out.append(c < ' ' || c >= '\uFFFE' ? '\uFFFD' : c); // which no XML has
            }
        }
    }
}
