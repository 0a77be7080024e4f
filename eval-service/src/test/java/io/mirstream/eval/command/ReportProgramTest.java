package io.mirstream.eval.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.eval.report.SmallReplay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportProgramTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private String first;

    @BeforeEach
    void a_report() throws IOException {
        first = Files.write(folder.resolve("first.json"), SmallReplay.report().json())
                .toString();
    }

    @Test
    void report_is_shown_as_text_and_as_it_is() {
        assertThat(run("show", first)).isZero();
        assertThat(text(out)).startsWith("# 3D-MIR replay small-1");
        out.reset();

        assertThat(run("show", first, "--json")).isZero();
        assertThat(text(out)).startsWith("{").contains("\"id\":\"small-1\"");
    }

    @Test
    void report_becomes_a_page() throws IOException {
        Path page = folder.resolve("report.html");

        assertThat(run("html", first, page.toString())).isZero();

        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>");
    }

    @Test
    void two_reports_are_compared() throws IOException {
        Path second =
                Files.write(folder.resolve("second.json"), SmallReplay.worse().json());

        assertThat(run("compare", first, second.toString())).isZero();
        assertThat(text(out)).contains("tumor_stage_p@3       0.300  0.500  0.000  -0.500 [-0.667, -0.333]");
        out.reset();

        assertThat(run("compare", first, second.toString(), "--json")).isZero();
        assertThat(text(out)).contains("\"first\":\"small-1\"");
    }

    @Test
    void gate_is_0_for_a_report_that_passes_and_1_for_one_that_does_not() throws IOException {
        String worse = Files.write(
                        folder.resolve("worse.json"), SmallReplay.worse().json())
                .toString();
        Path junit = folder.resolve("junit.xml");

        assertThat(run("gate", first, first)).isZero();
        assertThat(text(out))
                .isEqualTo("passed: 64 scores were compared with those of small-1" + System.lineSeparator());
        assertThat(run("gate", worse, first, junit.toString())).isEqualTo(1);

        assertThat(text(out))
                .contains("own colon slice-freq: tumor_stage_p@3 of lesions queries fell from 0.500 to 0.000");
        assertThat(Files.readString(junit)).contains("SCORE_FELL");
    }

    @Test
    void reports_of_other_data_are_1_and_a_code() throws IOException {
        Path other = Files.write(
                folder.resolve("other.json"), SmallReplay.ofOtherLabels().json());

        assertThat(run("compare", first, other.toString())).isEqualTo(1);

        assertThat(text(err)).startsWith("EVALUATIONS_DIFFER");
    }

    @Test
    void report_that_is_not_there_or_none_is_1_and_a_code() throws IOException {
        assertThat(run("show", folder.resolve("none.json").toString())).isEqualTo(1);
        assertThat(text(err)).startsWith("LOCATION_NOT_FOUND");
        err.reset();

        assertThat(run(
                        "show",
                        Files.writeString(folder.resolve("bad.json"), "{}").toString()))
                .isEqualTo(1);
        assertThat(text(err)).startsWith("EVENT_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "show", "html file", "compare file", "gate file", "pdf file"})
    void wrong_use_is_2(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);

        assertThat(text(err)).startsWith("usage: ReportProgram");
    }

    private int run(String... arguments) {
        return ReportProgram.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
