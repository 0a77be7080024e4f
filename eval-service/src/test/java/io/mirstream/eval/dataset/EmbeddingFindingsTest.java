package io.mirstream.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingFindingsTest {
    @TempDir
    Path root;

    private final Set<VolumeId> queries = new TreeSet<>();

    @BeforeEach
    void write() throws IOException {
        SmallDataset.write(root);
        for (Pool pool : new LabelFolder(root).benchmark().pools().values()) {
            queries.addAll(pool.queries());
            for (List<VolumeId> side : List.of(pool.index(), pool.queries())) {
                for (VolumeId volume : side) {
                    write("embeddings", volume, "(1, 2)");
                }
            }
        }
    }

    @Test
    void embeddings_stand_for_images() {
        assertThat(errors()).isEmpty();
    }

    @Test
    void embeddings_beside_images_do_not_hide_that_images_are_missing() throws IOException {
        Files.createDirectory(root.resolve("Task06_Lung"));

        assertThat(errors()).hasSize(4).allMatch(error -> error.startsWith("unreadable Task"));
    }

    @Test
    void volume_without_embeddings_is_an_error() throws IOException {
        Files.delete(root.resolve("embeddings/liver_2.npy"));

        assertThat(errors()).containsExactly("embedding-unreadable embeddings 1");
    }

    @Test
    void all_have_one_dimension() throws IOException {
        Files.write(root.resolve("embeddings/liver_2.npy"), NpyBytes.of(NpyBytes.header("(1, 3)"), 1, 2, 3));

        assertThat(DatasetCheck.of(root).findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).isEqualTo("embeddings have dimensions [2, 3]"))
                .extracting(Finding::examples)
                .isEqualTo(List.of("liver_2"));
    }

    @Test
    void captions_are_embedded_for_all_queries_or_for_none() throws IOException {
        for (VolumeId query : queries) {
            assertThat(errors()).hasSize(Files.exists(root.resolve("text")) ? 1 : 0);
            write("text", query, "(2,)");
        }
        assertThat(errors()).isEmpty();

        write("text", queries.iterator().next(), "(1, 2)");

        assertThat(errors()).containsExactly("embedding-unreadable embeddings 1");
    }

    private List<String> errors() {
        return DatasetCheck.of(root).findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> finding.code() + " " + finding.where() + " " + finding.count())
                .toList();
    }

    private void write(String kind, VolumeId volume, String shape) throws IOException {
        Files.createDirectories(root.resolve(kind));
        Files.write(root.resolve(kind).resolve(volume + ".npy"), NpyBytes.of(NpyBytes.header(shape), 1, 2));
    }
}
