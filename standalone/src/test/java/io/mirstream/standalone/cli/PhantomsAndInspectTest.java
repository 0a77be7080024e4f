package io.mirstream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhantomsAndInspectTest {
    private static final int SLICES_MIN = 5;

    @TempDir
    static Path shared;

    private static Ran written;
    private static String name;

    @TempDir
    Path scratch;

    @BeforeAll
    static void writeAPhantom() {
        written = Ran.run("phantoms", shared.toString(), "--count", "1", "--seed", "7", "--small", "--json");
        name = written.json().path("phantoms").path(0).path("name").asText();
    }

    @Test
    void phantoms_are_one_document_and_their_files_lie_in_folders_of_their_names() {
        assertThat(written.exitCode()).isZero();
        assertThat(written.json().path("phantoms")).singleElement().satisfies(phantom -> {
            assertThat(phantom.path("report").asText()).startsWith("CT of ");
            assertThat(phantom.path("labels").path("anatomy").asText()).isNotEmpty();
        });
        assertThat(shared.resolve(name)).isDirectoryContaining("glob:**/0000.dcm");
    }

    @Test
    void same_seed_makes_the_same_phantom() throws IOException {
        Ran again = Ran.run("phantoms", scratch.toString(), "-n", "1", "--seed", "7", "--small", "--json");

        assertThat(again.json()).isEqualTo(written.json());
        assertThat(Files.readAllBytes(scratch.resolve(name).resolve("0003.dcm")))
                .isEqualTo(Files.readAllBytes(shared.resolve(name).resolve("0003.dcm")));
    }

    @Test
    void nifti_has_label_maps_and_a_montage_is_a_picture() throws IOException {
        Path montage = scratch.resolve("montage.png");

        Ran ran = Ran.run(
                "phantoms",
                scratch.toString(),
                "-n",
                "1",
                "--small",
                "--format",
                "nifti",
                "--montage",
                montage.toString());

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(scratch)
                .isDirectoryContaining("glob:**/phantom-*-0001.nii.gz")
                .isDirectoryContaining("glob:**/*-labels.nii.gz");
        assertThat(ImageIO.read(montage.toFile()).getWidth()).isGreaterThan(100);
    }

    @Test
    void folder_that_cannot_be_written_is_one_line() throws IOException {
        Path inTheWay = Files.writeString(scratch.resolve("file"), "in the way");

        Ran ran = Ran.run("phantoms", inTheWay.toString(), "-n", "1", "--small", "--json");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).singleElement().asString().startsWith("mirstream: cannot write to " + inTheWay);
    }

    @Test
    void inspect_describes_a_phantom_in_one_document() {
        Ran ran = Ran.run("inspect", shared.resolve(name).toString(), "--json");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode document = ran.json();
        JsonNode phantom = written.json().path("phantoms").path(0);
        assertThat(document.path("refused")).isEmpty();
        assertThat(document.path("series")).singleElement().satisfies(series -> {
            assertThat(series.path("studyInstanceUid")).isEqualTo(phantom.path("studyInstanceUid"));
            assertThat(series.path("seriesInstanceUid")).isEqualTo(phantom.path("seriesInstanceUid"));
            assertThat(series.path("rows").asInt()).isEqualTo(96);
            assertThat(series.path("columns").asInt()).isEqualTo(96);
            assertThat(series.path("slices").asInt()).isGreaterThanOrEqualTo(SLICES_MIN);
            assertThat(series.path("sliceCrc32")).hasSize(series.path("slices").asInt());
            assertThat(series.path("medianGap").asDouble()).isEqualTo(12);
            assertThat(series.path("orientation").asText()).isEqualTo("axial");
            assertThat(series.path("minHu").asInt()).isLessThan(-900);
            assertThat(series.path("maxHu").asInt()).isGreaterThan(100);
        });
    }

    @Test
    void inspect_for_people_is_a_table() {
        Ran ran = Ran.run("inspect", shared.resolve(name).toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines()).hasSize(2);
        assertThat(ran.out()).contains("SERIES", "x 96 x 96", "axial");
    }

    @Test
    void inspect_of_rubbish_is_1_and_says_why() throws IOException {
        Path rubbish = Files.writeString(scratch.resolve("rubbish.dcm"), "no image");

        Ran ran = Ran.run(
                "inspect", rubbish.toString(), scratch.resolve("nowhere").toString(), "--json");

        assertThat(ran.exitCode()).isEqualTo(1);
        JsonNode document = ran.json();
        assertThat(document.path("series")).isEmpty();
        assertThat(document.path("refused"))
                .extracting(each -> each.path("code").asText())
                .containsExactly("NOT_DICOM", "LOCATION_NOT_FOUND");
        assertThat(document.path("refused").get(0).path("file").asText()).isEqualTo("rubbish.dcm");
        assertThat(document.path("refused").get(1).path("path").asText()).endsWith("nowhere");
    }

    @Test
    void rubbish_beside_a_phantom_does_not_hide_it() throws IOException {
        Path rubbish = Files.writeString(scratch.resolve("rubbish.dcm"), "no image");

        Ran ran = Ran.run("inspect", rubbish.toString(), shared.resolve(name).toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("x 96 x 96", "refused: rubbish.dcm NOT_DICOM");
    }
}
