package io.mirstream.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The published files, as they are known to be. */
class PublishedFilesTest {
    @Test
    void published_files_have_their_oddities_and_can_be_used() {
        DatasetCheck check = DatasetCheck.ofLabels(PublishedFiles.folder());

        assertThat(check.usable()).isTrue();
        assertThat(DatasetCheckTest.described(check))
                .containsExactlyInAnyOrder(
                        "WARNING byte-order-mark pancreas_labels_and_captions.csv 1",
                        "WARNING byte-order-mark lung_labels_and_captions.csv 1",
                        "WARNING no-index-column lung_full_train_split.csv 1",
                        "WARNING no-index-column lung_full_test_split.csv 1",
                        "WARNING borrowed-normals liver 45",
                        "WARNING borrowed-normals colon 54",
                        "WARNING borrowed-normals pancreas 32",
                        "WARNING borrowed-normals lung 31",
                        "WARNING flag-is-source colon 54",
                        "WARNING flag-is-source pancreas 32",
                        "WARNING flag-is-source lung 31",
                        "WARNING large-single-lesion-in-group-2 liver 8",
                        "WARNING rule-differs-from-notebook lung 18",
                        "WARNING in-no-split pancreas 12",
                        "WARNING constant-caption liver 45",
                        "WARNING constant-caption colon 54",
                        "WARNING constant-caption pancreas 32",
                        "WARNING constant-caption lung 31",
                        "WARNING caption-states-size liver 118",
                        "WARNING caption-states-size colon 126",
                        "WARNING caption-states-size pancreas 281",
                        "WARNING caption-states-size lung 63",
                        "WARNING quoted-caption liver 77",
                        "WARNING quoted-caption colon 89",
                        "WARNING quoted-caption pancreas 64",
                        "WARNING quoted-caption lung 61",
                        "WARNING captions-disagree liver 45",
                        "WARNING captions-disagree colon 54",
                        "WARNING captions-disagree pancreas 32",
                        "WARNING captions-disagree lung 31",
                        "WARNING recurring-volumes all pools 54",
                        "WARNING borrowed-are-group-1 all pools 54",
                        "WARNING query-in-other-index liver 4",
                        "WARNING query-in-other-index liver 4",
                        "WARNING query-in-other-index liver 4",
                        "WARNING query-in-other-index colon 10",
                        "WARNING query-in-other-index colon 8",
                        "WARNING query-in-other-index colon 7",
                        "WARNING query-in-other-index pancreas 7",
                        "WARNING query-in-other-index pancreas 5",
                        "WARNING query-in-other-index pancreas 2",
                        "WARNING query-in-other-index lung 23",
                        "WARNING query-in-other-index lung 20",
                        "WARNING query-in-other-index lung 18");
    }

    @Test
    void published_pools_have_their_numbers() {
        Benchmark benchmark = new LabelFolder(PublishedFiles.folder()).benchmark();

        Map.of(
                        Organ.LIVER, new int[] {176, 157, 19},
                        Organ.COLON, new int[] {180, 156, 24},
                        Organ.PANCREAS, new int[] {313, 269, 32},
                        Organ.LUNG, new int[] {94, 62, 32})
                .forEach((organ, numbers) -> {
                    Pool pool = benchmark.pool(organ);
                    assertThat(new int[] {
                                pool.labels().size(),
                                pool.index().size(),
                                pool.queries().size()
                            })
                            .as(organ.label())
                            .isEqualTo(numbers);
                });
        assertThat(benchmark.pool(Organ.LIVER).labels(new VolumeId("liver_116")))
                .satisfies(labels -> {
                    assertThat(labels.maxTumorSizeCm()).isEqualTo(14.69045809);
                    assertThat(labels.group()).isEqualTo(2);
                });
    }

    @Test
    void head_of_a_test_caption_that_the_notebook_embeds_never_has_its_size() {
        LabelFolder folder = new LabelFolder(PublishedFiles.folder());
        for (Organ organ : Organ.values()) {
            PoolFiles files = folder.read(organ);
            for (VolumeId query : files.queries().volumes()) {
                CaptionFile.Row row = files.generated().orElseThrow().of(query).orElseThrow();
                assertThat(row.released()).as(query.value()).contains("...\n").doesNotContainPattern("\\d\\.\\d\\d");
            }
        }
    }
}
