package io.mirstream.eval.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.SmallDataset;
import io.mirstream.eval.dataset.phantom.PhantomBenchmark;
import io.mirstream.eval.dataset.phantom.SmallSizes;
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

class DatasetProgramTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path root;

    @Test
    void check_of_labels_lists_warnings_and_is_0() throws IOException {
        SmallDataset.write(root);

        assertThat(run("check", root.toString(), "labels")).isZero();
        assertThat(text(out))
                .contains("warning  borrowed-are-group-1", "their own pools (liver_0, pancreas_001)\n")
                .endsWith("the dataset can be used\n");
    }

    @Test
    void check_of_a_contradiction_is_1() throws IOException {
        SmallDataset.write(root)
                .replace(Path.of("3DMIR_labels/lung_labels_and_captions.csv"), "3.5,2,3,1", "3.5,2,2,1");

        assertThat(run("check", root.toString(), "labels", "--json")).isEqualTo(1);
        assertThat(json().path("usable").asBoolean(true)).isFalse();
        assertThat(json().path("findings"))
                .anySatisfy(
                        finding -> assertThat(finding.toString())
                                .isEqualTo(
                                        "{\"severity\":\"ERROR\",\"code\":\"group-contradicts-rule\",\"where\":\"lung\",\"count\":1,"
                                                + "\"text\":\"lesion_group is not what the rule of this organ gives\",\"examples\":[\"lung_002\"]}"));
    }

    @Test
    void check_of_all_wants_images() throws IOException {
        SmallDataset.write(root);

        assertThat(run("check", root.toString(), "all")).isEqualTo(1);
        assertThat(text(out)).contains("Task03_Liver/dataset.json: there is no such file");
    }

    @Test
    void labels_of_masks_agree_in_true_sizes_and_differ_in_released_ones() throws IOException {
        PhantomBenchmark.write(root, SmallSizes.NINE, 3, volume -> {});

        assertThat(run("labels", root.toString(), "true")).isZero();
        assertThat(text(out)).contains("9 of 9 agree, sizes being true centimetres");
        out.reset();
        assertThat(run("labels", root.toString(), "released", "--json")).isEqualTo(1);
        assertThat(json().path("compared").asInt()).isEqualTo(9);
        assertThat(json().path("agreeing").path("TRUE").asInt()).isEqualTo(9);
        assertThat(json().path("differences")
                        .path(0)
                        .path("mask")
                        .path("cancerFlag")
                        .isBoolean())
                .isTrue();
    }

    @Test
    void labels_without_a_dataset_are_one_line() {
        assertThat(run("labels", root.toString(), "true")).isEqualTo(1);
        assertThat(text(err)).isEqualTo("LOCATION_NOT_FOUND: liver_labels_and_captions.csv: there is no such file\n");
    }

    @Test
    void phantom_that_cannot_be_written_is_one_line() throws IOException {
        Path inTheWay = Files.writeString(root.resolve("file"), "in the way");

        assertThat(run("phantom", inTheWay.toString(), "tiny", "1")).isEqualTo(1);
        assertThat(text(err)).startsWith("cannot read or write: ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "check",
                "check DIR",
                "check DIR some",
                "labels DIR mine",
                "phantom DIR huge 1",
                "phantom DIR tiny x",
                "grow DIR tiny"
            })
    void wrong_use_is_2(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(text(err)).startsWith("usage: ");
    }

    private int run(String... arguments) {
        return DatasetProgram.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private JsonNode json() throws IOException {
        return Json.mapper().readTree(out.toByteArray());
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
