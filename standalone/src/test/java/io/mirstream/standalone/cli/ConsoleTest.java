package io.mirstream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        console(false)
                .table(List.of("NAME", "N", "WHY"), List.of(List.of("a", "1000", ""), List.of("longer", "2", "so")));

        assertThat(text(out).lines()).containsExactly("  NAME    N     WHY", "  a       1000", "  longer  2     so");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void table_of_no_rows_is_its_header() {
        console(false).table(List.of("NAME", "N"), List.of());

        assertThat(text(out)).isEqualTo("  NAME  N\n");
    }

    @Test
    void people_see_no_document() {
        Console console = console(false);

        console.say("result");
        console.progress("going on");
        console.document(Map.of("a", 1));

        assertThat(text(out)).isEqualTo("result\n");
        assertThat(text(err)).isEqualTo("going on\n");
    }

    @Test
    void programs_see_the_document_and_nothing_else_on_stdout() {
        Console console = console(true);

        console.say("result");
        console.progress("going on");
        console.table(List.of("A"), List.of(List.of("b")));
        console.document(Map.of("a", 1));

        assertThat(text(out)).isEqualTo("{\"a\":1}\n");
        assertThat(text(err)).isEqualTo("result\ngoing on\n  A\n  b\n");
    }

    @Test
    void document_is_utf_8_whatever_the_terminal_takes() {
        Console console = new Console(true, new PrintStream(out, true, StandardCharsets.US_ASCII), printer(err));

        console.document(Map.of("name", "Düsseldorf 骨"));

        assertThat(text(out)).isEqualTo("{\"name\":\"Düsseldorf 骨\"}\n");
    }

    private Console console(boolean json) {
        return new Console(json, printer(out), printer(err));
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
