package io.mirstream.eval.dataset.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.DatasetCheck;
import io.mirstream.eval.dataset.Finding;
import io.mirstream.eval.dataset.LabelComparison;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.MaskLabels;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.TaskFolder;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhantomBenchmarkTest {
    private static final long SEED = 5;

    @TempDir
    static Path tiny;

    private static final List<VolumeId> WRITTEN = new ArrayList<>();
    private static Benchmark benchmark;

    @TempDir
    Path scratch;

    @BeforeAll
    static void write() throws IOException {
        PhantomBenchmark.write(tiny, PhantomSize.TINY, SEED, WRITTEN::add);
        benchmark = new LabelFolder(tiny).benchmark();
    }

    @ParameterizedTest
    @EnumSource
    void tiny_pool_has_12_volumes_to_index_and_4_to_ask_for(Organ organ) {
        assertThat(benchmark.pool(organ).index()).hasSize(12);
        assertThat(benchmark.pool(organ).queries()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void groups_of_a_pool_are_as_many_as_its_composition_says(Organ organ) {
        PoolComposition composition = PhantomSize.TINY.pools().get(organ);
        List<VolumeLabels> labels = benchmark.pool(organ).labels();

        for (int group = 1; group <= 4; group++) {
            int wanted = group;
            assertThat(labels.stream().filter(each -> each.group() == wanted)).hasSize(composition.inGroup(group));
        }
        assertThat(labels.stream().filter(each -> each.source() == organ && !each.flag()))
                .hasSize(composition.healthy());
        assertThat(benchmark.pool(organ).queries().stream()
                        .filter(query -> benchmark.pool(organ).labels(query).flag()))
                .hasSize(composition.lesionQueries());
    }

    @Test
    void check_finds_the_oddities_of_the_published_files_and_no_error() {
        DatasetCheck check = DatasetCheck.of(tiny);

        assertThat(check.usable()).as("%s", check.findings()).isTrue();
        assertThat(check.findings())
                .extracting(Finding::code)
                .contains(
                        "byte-order-mark",
                        "no-index-column",
                        "borrowed-normals",
                        "borrowed-are-group-1",
                        "flag-is-source",
                        "in-no-split",
                        "constant-caption",
                        "caption-states-size",
                        "quoted-caption",
                        "recurring-volumes",
                        "query-in-other-index");
    }

    @Test
    void labels_are_those_of_the_masks_with_true_sizes() {
        LabelComparison comparison = LabelComparison.of(tiny, MaskLabels.Size.TRUE);

        assertThat(comparison.agrees()).as("%s", comparison).isTrue();
        assertThat(comparison.compared()).isEqualTo(WRITTEN.size());
        assertThat(comparison.agreeing().get(MaskLabels.Size.TRUE)).isEqualTo(WRITTEN.size());
        assertThat(LabelComparison.of(tiny, MaskLabels.Size.RELEASED).agrees()).isFalse();
    }

    @Test
    void captions_state_number_and_size_of_lesions_and_borrowed_normals_have_one_sentence() {
        for (Pool pool : benchmark.pools().values()) {
            for (VolumeLabels labels : pool.labels()) {
                if (labels.flag()) {
                    assertThat(labels.captions().v1())
                            .contains(
                                    labels.numberTumors() == 1 ? "tumor" : labels.numberTumors() + " tumors",
                                    String.format("%.2f", labels.maxTumorSizeCm()));
                } else if (labels.source() != pool.organ()) {
                    assertThat(labels.captions().all())
                            .containsOnly("The " + pool.organ().label() + " is in healthy condition");
                }
            }
        }
    }

    @Test
    void missing_and_damaged_scans_are_errors() throws IOException {
        PhantomBenchmark.write(scratch, SmallSizes.NINE, SEED, volume -> {});
        Path liver = scratch.resolve("Task03_Liver");
        Files.delete(liver.resolve("imagesTr/liver_0.nii.gz"));
        Files.delete(liver.resolve("labelsTr/liver_1.nii.gz"));
        Path pancreas = scratch.resolve("Task07_Pancreas/labelsTr");
        Files.writeString(pancreas.resolve("pancreas_001.nii.gz"), "no mask");
        Path lung = scratch.resolve("Task06_Lung");
        Files.copy(
                pancreas.resolve("pancreas_002.nii.gz"),
                lung.resolve("labelsTr/lung_001.nii.gz"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.delete(scratch.resolve("Task10_Colon/dataset.json"));

        DatasetCheck check = DatasetCheck.of(scratch);

        assertThat(check.findings().stream()
                        .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                        .map(finding -> finding.code() + " " + finding.where() + " " + finding.count()))
                .containsExactly(
                        "image-missing Task03_Liver 1",
                        "mask-missing Task03_Liver 1",
                        "unreadable Task10_Colon 1",
                        "scan-unreadable Task07_Pancreas 1",
                        "mask-of-other-shape Task06_Lung 1");
    }

    @Test
    void masks_that_cannot_be_read_are_named_and_the_others_compared() throws IOException {
        PhantomBenchmark.write(scratch, SmallSizes.NINE, SEED, volume -> {});
        Files.delete(scratch.resolve("Task07_Pancreas/labelsTr/pancreas_001.nii.gz"));
        Path description = scratch.resolve("Task03_Liver").resolve(TaskFolder.DESCRIPTION);
        Files.writeString(description, Files.readString(description).replace("liver_2", "liver_9"));

        LabelComparison comparison = LabelComparison.of(scratch, MaskLabels.Size.TRUE);

        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.unreadable())
                .hasSize(2)
                .anyMatch(each -> each.startsWith("liver_2: not in dataset.json"))
                .anyMatch(each -> each.startsWith("pancreas_001: LOCATION_"));
        assertThat(comparison.agrees()).isFalse();
        assertThat(comparison.compared()).isEqualTo(7);
    }

    @Test
    void one_seed_makes_one_dataset_and_another_seed_another() throws IOException {
        Path first = scratch.resolve("first");
        Path second = scratch.resolve("second");
        Path other = scratch.resolve("other");

        PhantomBenchmark.write(first, SmallSizes.NINE, SEED, volume -> {});
        PhantomBenchmark.write(second, SmallSizes.NINE, SEED, volume -> {});
        PhantomBenchmark.write(other, SmallSizes.NINE, SEED + 1, volume -> {});

        assertThat(files(first)).isEqualTo(files(second)).isNotEqualTo(files(other));
    }

    private static Map<String, Integer> files(Path root) throws IOException {
        Map<String, Integer> files = new HashMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(path).toString(), Arrays.hashCode(Files.readAllBytes(path)));
            }
        }
        return files;
    }
}
