package io.mirstream.eval.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.EmbeddingFolder;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.NpyBytes;
import io.mirstream.eval.dataset.SmallDataset;
import io.mirstream.eval.dataset.VolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What may be learned from. In this dataset liver_0 asks in the pancreas, and lies in the index of the three other pools;
 * liver_1, colon_002 and lung_002 ask in their own.
 */
class DatasetExamplesTest {
    private static final List<String> LEARNED_FROM =
            List.of("colon_001", "liver_2", "lung_001", "pancreas_001", "pancreas_002");

    @TempDir
    private Path folder;

    private Benchmark benchmark;

    @BeforeEach
    void write() throws IOException {
        SmallDataset.write(folder);
        benchmark = new LabelFolder(folder).benchmark();
        for (String volume : LEARNED_FROM) {
            embed(volume, 1, 0);
        }
    }

    /** Its vectors need not even be there. */
    @Test
    void volume_that_asks_in_any_pool_is_never_read() {
        List<Example> examples = DatasetExamples.of(new EmbeddingFolder(folder), benchmark);

        assertThat(Example.names(examples)).containsExactlyElementsOf(LEARNED_FROM);
        assertThat(DatasetExamples.volumes(benchmark))
                .extracting(VolumeId::value)
                .doesNotContain("liver_0", "liver_1", "colon_002", "lung_002");
    }

    @Test
    void what_queries_look_like_changes_no_example() throws IOException {
        List<Example> before = DatasetExamples.of(new EmbeddingFolder(folder), benchmark);
        for (String query : List.of("liver_0", "liver_1", "colon_002", "lung_002")) {
            embed(query, 5, 7);
        }

        List<Example> after = DatasetExamples.of(new EmbeddingFolder(folder), benchmark);

        assertThat(after).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void borrowed_volume_has_the_class_of_its_own_pool_and_is_healthy_in_the_others() {
        Map<String, Example> examples = Stream.of(DatasetExamples.of(new EmbeddingFolder(folder), benchmark))
                .flatMap(List::stream)
                .collect(Collectors.toMap(Example::name, each -> each));

        assertThat(examples.get("pancreas_001").classLabel()).contains("pancreas/1");
        assertThat(examples.get("pancreas_001").labels())
                .isEqualTo(Map.of("pancreas", "1", "liver", "-1", "colon", "-1", "lung", "-1"));
        assertThat(examples.get("liver_2").classLabel()).contains("liver/-1");
    }

    @Test
    void caption_that_is_embedded_comes_with_its_volume() throws IOException {
        Files.createDirectories(folder.resolve("text"));
        Files.write(folder.resolve("text/lung_001.npy"), NpyBytes.of(NpyBytes.header("(3,)"), 0, 3, 4));

        List<Example> examples = DatasetExamples.of(new EmbeddingFolder(folder), benchmark);

        assertThat(examples)
                .filteredOn(each -> each.text().isPresent())
                .singleElement()
                .satisfies(example -> {
                    assertThat(example.name()).isEqualTo("lung_001");
                    assertThat(example.text().orElseThrow()).containsExactly(new double[] {0, 0.6, 0.8}, within(1e-6));
                });
    }

    private void embed(String volume, float... vector) throws IOException {
        Path file = folder.resolve("embeddings").resolve(volume + ".npy");
        Files.createDirectories(file.getParent());
        Files.write(file, NpyBytes.of(NpyBytes.header("(1, 2)"), vector));
    }
}
