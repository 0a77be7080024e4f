package io.mirstream.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetCheckTest {
    private static final List<String> ALWAYS = List.of(
            "WARNING borrowed-normals liver 1",
            "WARNING borrowed-normals colon 2",
            "WARNING flag-is-source colon 2",
            "WARNING constant-caption colon 2",
            "WARNING borrowed-normals pancreas 1",
            "WARNING flag-is-source pancreas 1",
            "WARNING borrowed-normals lung 2",
            "WARNING flag-is-source lung 2",
            "WARNING rule-differs-from-notebook lung 1",
            "WARNING constant-caption lung 2",
            "WARNING recurring-volumes all pools 2",
            "WARNING borrowed-are-group-1 all pools 2",
            "WARNING query-in-other-index pancreas 1",
            "WARNING query-in-other-index pancreas 1",
            "WARNING query-in-other-index pancreas 1");

    @TempDir
    Path root;

    private SmallDataset dataset;

    @BeforeEach
    void write() throws IOException {
        dataset = SmallDataset.write(root);
    }

    @Test
    void oddities_of_the_benchmark_are_warnings_and_do_not_prevent_its_use() {
        DatasetCheck check = DatasetCheck.ofLabels(root);

        assertThat(described(check)).containsExactlyElementsOf(ALWAYS);
        assertThat(check.usable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "labels, '3.5,2,3,1', '3.5,2,2,1', group-contradicts-rule lung 1",
        "labels, 'liver,0,0,-1', 'liver,0,0,1', group-contradicts-rule lung 1",
        "labels, 'lung,3.5,2,3,1', 'lung,3.5,0,-1,1', flag-contradicts-labels lung 1",
        "labels, 'lung,3.5,2,3,1', 'lung,0,2,3,1', flag-contradicts-labels lung 1",
        "labels, 'liver,0,0,-1,0', 'liver,4,1,2,1', flag-contradicts-source lung 1",
        "labels, 'lung_002.nii.gz,lung', 'lung_002.nii.gz,liver', source-contradicts-name lung 1",
        "labels, More., '', caption-missing lung 2",
        "labels, lung_002, lung_001, duplicate-volume lung 1",
        "queries, lung_002, lung_001, split-overlap lung 1",
        "queries, lung_002, lung_009, unknown-volume lung_full_test_split.csv 1",
        "index, pancreas_001, liver_0, duplicate-volume lung_full_train_split.csv 1"
    })
    void contradiction_is_an_error(String file, String text, String by, String finding) throws IOException {
        Path path =
                switch (file) {
                    case "labels" -> SmallDataset.labels("lung");
                    case "index" -> SmallDataset.index("lung");
                    default -> SmallDataset.queries("lung");
                };
        dataset.replace(path, text, by);

        DatasetCheck check = DatasetCheck.ofLabels(root);

        assertThat(described(check)).contains("ERROR " + finding);
        assertThat(check.usable()).isFalse();
    }

    @Test
    void file_that_cannot_be_read_is_an_error_and_the_other_pools_are_checked() throws IOException {
        Files.delete(root.resolve(SmallDataset.queries("colon")));

        assertThat(described(DatasetCheck.ofLabels(root)))
                .contains("ERROR unreadable colon 1", "WARNING rule-differs-from-notebook lung 1")
                .doesNotContain("WARNING borrowed-normals colon 2");
    }

    @ParameterizedTest
    @CsvSource({
        "'name,organ', '\uFEFFname,organ', byte-order-mark lung_labels_and_captions.csv 1",
        "'lung,4,1,2,1,Something.', 'lung,4,1,2,1,It has 4.00 cm.', caption-states-size lung 1",
        "'lung,4,1,2,1,Something.', 'lung,4,1,2,1,\"\"\"Something\"\"\"', quoted-caption lung 1"
    })
    void oddity_of_a_label_file_is_counted(String text, String by, String finding) throws IOException {
        dataset.replace(SmallDataset.labels("lung"), text, by);

        assertThat(described(DatasetCheck.ofLabels(root))).contains("WARNING " + finding);
    }

    @Test
    void oddities_of_a_split_file_are_counted() throws IOException {
        dataset.write(SmallDataset.queries("lung"), "\uFEFFtesting\r\nlung_002.nii.gz\r\n");
        dataset.replace(SmallDataset.index("liver"), "2,liver_2.nii.gz\r\n", "");

        assertThat(described(DatasetCheck.ofLabels(root)))
                .contains(
                        "WARNING byte-order-mark lung_full_test_split.csv 1",
                        "WARNING no-index-column lung_full_test_split.csv 1",
                        "WARNING in-no-split liver 1");
    }

    @Test
    void large_single_lesion_of_the_liver_is_pointed_out() throws IOException {
        dataset.replace(SmallDataset.labels("liver"), "liver,3,1,2,1", "liver,14.69,1,2,1");

        assertThat(DatasetCheck.ofLabels(root).findings())
                .filteredOn(finding -> finding.code().equals("large-single-lesion-in-group-2"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("14.7 cm"))
                .extracting(Finding::examples)
                .isEqualTo(List.of("liver_1"));
    }

    @Test
    void other_captions_are_compared() throws IOException {
        dataset.write(
                Path.of("msd_gpt4_captions/gpt4_captions_msd_lung.csv"),
                ",filename,caption\n0,lung_001,Something.\n1,lung_002,Else.\n2,liver_0,A tumor.\n3,lung_009,x\n");

        assertThat(described(DatasetCheck.ofLabels(root)))
                .contains(
                        "WARNING captions-disagree lung 2",
                        "WARNING caption-not-generated lung 1",
                        "WARNING caption-of-unknown lung 1");
    }

    @Test
    void borrowed_volumes_of_another_group_are_no_rule() throws IOException {
        dataset.replace(SmallDataset.labels("liver"), "liver,1.5,1,1,1", "liver,2.5,1,2,1");

        assertThat(described(DatasetCheck.ofLabels(root)))
                .noneMatch(finding -> finding.contains("borrowed-are-group-1"));
    }

    static List<String> described(DatasetCheck check) {
        return check.findings().stream()
                .map(each -> each.severity() + " " + each.code() + " " + each.where() + " " + each.count())
                .toList();
    }
}
