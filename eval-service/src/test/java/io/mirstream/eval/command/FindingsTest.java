package io.mirstream.eval.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.eval.report.Report;
import io.mirstream.eval.report.SmallReplay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> published = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void report_is_published_written_and_printed() {
        Findings findings = findings("--report", folder.toString());

        take(findings);

        assertThat(findings.passed()).isTrue();
        assertThat(published).containsExactly("small-1");
        assertThat(folder.resolve("report.json")).exists();
        assertThat(text(out)).contains("colon     slice-freq");
    }

    @Test
    void score_that_fell_below_the_gate_fails_in_junit_and_in_the_end() throws IOException {
        Findings findings = findings(
                "--report",
                folder.toString(),
                "--gate",
                file(SmallReplay.better()).toString());

        take(findings);

        assertThat(findings.passed()).isFalse();
        assertThat(text(err)).contains("slice-freq: tumor_stage_p@3 of lesions queries fell from 1.000 to 0.500");
        assertThat(Files.readString(folder.resolve("junit.xml"))).contains("SCORE_FELL");
    }

    @Test
    void replay_as_good_as_before_passes_the_gate() throws IOException {
        Findings findings = findings("--gate", file(SmallReplay.report()).toString());

        take(findings);

        assertThat(findings.passed()).isTrue();
        assertThat(text(err)).startsWith("passed: ");
    }

    @Test
    void gate_that_is_not_there_is_refused_before_there_is_any_work() {
        assertThatThrownBy(() -> findings("--gate", folder.resolve("none.json").toString()))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCATION_NOT_FOUND));
    }

    @Test
    void report_is_there_even_if_the_gate_is_of_other_data() throws IOException {
        Findings findings = findings(
                "--report",
                folder.toString(),
                "--gate",
                file(SmallReplay.ofOtherLabels()).toString());

        assertThatThrownBy(() -> take(findings))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EVALUATIONS_DIFFER));

        assertThat(folder.resolve("report.json")).exists();
    }

    private void take(Findings findings) {
        findings.take(SmallReplay.benchmark(), SmallReplay.outcome(), (id, json) -> published.add(id));
    }

    private Path file(Report report) throws IOException {
        return Files.write(folder.resolve("baseline.json"), report.json());
    }

    private Findings findings(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--embeddings", "e", "--labels", "l", "--broker", "b", "--ingest", "i", "--query", "q"));
        arguments.addAll(List.of(more));
        return new Findings(
                ReplayArguments.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
