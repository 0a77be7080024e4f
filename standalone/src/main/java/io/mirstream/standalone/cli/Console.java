package io.mirstream.standalone.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import io.mirstream.contracts.json.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Where commands print: to people, or one JSON document to a program. */
public final class Console {
    private final boolean json;
    private final PrintStream out;
    private final PrintStream err;

    public Console(boolean json, PrintStream out, PrintStream err) {
        this.json = json;
        this.out = out;
        this.err = err;
    }

    /** For people. */
    public void say(String line) {
        (json ? err : out).println(line);
    }

    /** What is going on; never part of the result. */
    public void progress(String line) {
        err.println(line);
    }

    /** Rewrites the line of a terminal. */
    public void bar(String line) {
        err.print("\r\u001b[K" + line);
        err.flush();
    }

    public void endBar() {
        err.println();
    }

    /** For programs; people do not get to see it. */
    public void document(Object value) {
        if (json) {
            out.writeBytes(Json.write(Json.mapper().valueToTree(value))); // UTF-8, whatever the terminal's charset is
            out.println();
        }
    }

    /** Columns as wide as their widest cell. */
    public void table(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        int[] widths = new int[header.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            say(line.toString().stripTrailing());
        }
    }

    /** JSON that is good to read. */
    public static String pretty(Object value) {
        try {
            return Json.mapper()
                    .writer()
                    .with(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(value);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("a record of ours must be writable as JSON", e);
        }
    }
}
