package io.mirstream.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFolderTest {
    @TempDir
    private Path root;

    private ReportFolder folder;

    @BeforeEach
    void two_reports_and_what_is_none() throws IOException {
        folder = new ReportFolder(root);
        SmallReplay.write(SmallReplay.report(), root.resolve("monday"));
        SmallReplay.write(SmallReplay.worse(), root.resolve("tuesday"));
        Files.writeString(Files.createDirectories(root.resolve("other")).resolve("report.json"), "{}");
        Files.writeString(root.resolve("notes.txt"), "by hand");
        Files.createDirectories(root.resolve("unfinished"));
    }

    @Test
    void list_says_each_organ_and_method_once_and_leaves_out_what_is_no_report() {
        assertThat(folder.summaries())
                .extracting(ReportSummary::id)
                .containsExactly("small-1", "small-2"); // of one time, so by id
        ReportSummary first = folder.summaries().getFirst();
        assertThat(first.organs()).containsExactly("colon", "lung");
        assertThat(first.methods()).containsExactly("slice-freq", "volume-avgpooling");
    }

    @Test
    void report_is_found_by_its_id_wherever_it_lies() {
        assertThat(folder.read("small-1")).contains(SmallReplay.report());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "monday", "../monday", "", "."})
    void what_is_no_id_of_a_report_finds_nothing(String id) {
        assertThat(folder.read(id)).isEmpty();
    }

    @Test
    void report_that_is_deleted_is_gone() throws IOException {
        assertThat(folder.summaries()).hasSize(2);

        Files.delete(root.resolve("monday").resolve(ReportFolder.DOCUMENT));

        assertThat(folder.summaries()).extracting(ReportSummary::id).containsExactly("small-2");
        assertThat(folder.read("small-1")).isEmpty();
    }

    @Test
    void folder_that_is_not_there_has_no_reports() {
        assertThat(new ReportFolder(root.resolve("none")).summaries()).isEmpty();
    }
}
