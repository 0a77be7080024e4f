package io.mirstream.eval.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.SmallDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinetuneProgramTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "learn", "list DATASET", "dataset E L H", "dataset E L H one"})
    void wrong_use_is_2(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("usage: FinetuneProgram");
    }

    @Test
    void labels_that_are_not_there_are_1() {
        int exitCode = run("dataset", folder.toString(), folder.toString(), heads().toString(), "1");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("LOCATION_NOT_FOUND");
    }

    @Test
    void vectors_that_are_not_there_are_1_and_no_heads_are_written() throws IOException {
        SmallDataset.write(folder);

        int exitCode = run("dataset", folder.toString(), folder.toString(), heads().toString(), "1");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("LOCATION_NOT_FOUND: embeddings/colon_001.npy");
        assertThat(heads()).doesNotExist();
    }

    /** The dataset has no images: of what is listed only the names matter here. */
    @Test
    void images_that_the_dataset_does_not_describe_are_1() throws IOException {
        SmallDataset.write(folder);

        assertThat(run("list", folder.toString(), folder.resolve("listing.json").toString()))
                .isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Task10_Colon/dataset.json");
    }

    @Test
    void listing_has_the_index_alone_unless_queries_are_to_be_asked() throws IOException {
        SmallDataset.write(folder);
        describe("Task03_Liver", "liver_0", "liver_1", "liver_2");
        describe("Task10_Colon", "colon_001", "colon_002");
        describe("Task07_Pancreas", "pancreas_001", "pancreas_002");
        describe("Task06_Lung", "lung_001", "lung_002");
        Path listing = folder.resolve("listing.json");

        run("list", folder.toString(), listing.toString());
        List<String> index = Json.mapper().readTree(listing.toFile()).findValuesAsText("name");
        run("list", folder.toString(), listing.toString(), "--prove");
        List<String> all = Json.mapper().readTree(listing.toFile()).findValuesAsText("name");

        assertThat(index).containsExactly("colon_001", "liver_2", "lung_001", "pancreas_001", "pancreas_002");
        assertThat(all).hasSize(9);
        assertThat(Json.mapper().readTree(listing.toFile()).findValuesAsText("text"))
                .contains("Something.", "Nothing.")
                .doesNotContain("The colon is in healthy condition");
    }

    private Path heads() {
        return folder.resolve("heads.json");
    }

    private void describe(String task, String... volumes) throws IOException {
        StringBuilder training = new StringBuilder();
        for (String volume : volumes) {
            training.append(training.isEmpty() ? "" : ",")
                    .append("{\"image\":\"./imagesTr/%1$s.nii.gz\",\"label\":\"./labelsTr/%1$s.nii.gz\"}"
                            .formatted(volume));
        }
        Files.createDirectories(folder.resolve(task));
        Files.writeString(
                folder.resolve(task).resolve("dataset.json"),
                "{\"labels\":{\"1\":\"cancer\"},\"training\":[" + training + "]}");
    }

    private int run(String... arguments) {
        return FinetuneProgram.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
