package io.mirstream.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskFolderTest {
    @TempDir
    Path root;

    @Test
    void scans_are_where_the_description_says() throws IOException {
        TaskFolder task = read("""
                {"labels": {"0": "background", "1": "lung", "2": "cancer"}, "test": ["./imagesTs/lung_002.nii.gz"],
                 "training": [{"image": "./imagesTr/lung_001.nii.gz", "label": "./labelsTr/lung_001.nii.gz"}]}""");

        Path folder = root.resolve("Task06_Lung");
        assertThat(task.scans())
                .containsOnlyKeys(new VolumeId("lung_001"))
                .containsValue(new TaskFolder.Scan(
                        folder.resolve("imagesTr/lung_001.nii.gz"), folder.resolve("labelsTr/lung_001.nii.gz")));
        assertThat(task.tumourLabel()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"colon cancer primaries, 1", "Tumour, 1", "tumor, 1"})
    void lesion_is_the_label_that_speaks_of_it(String meaning, int label) throws IOException {
        assertThat(read("{\"labels\": {\"0\": \"background\", \"1\": \"" + meaning + "\"}}")
                        .tumourLabel())
                .isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{\"labels\": {\"1\": \"lung\"}}",
                "{\"labels\": {\"0\": \"cancer\"}}",
                "{\"labels\": {\"1\": \"cancer\"}, \"training\": [{\"image\": \"../a.nii.gz\", \"label\": \"a.nii.gz\"}]}",
                "{\"labels\": {\"1\": \"cancer\"}, \"training\": [{\"image\": \"a.nii.gz\", \"label\": \"/b.nii.gz\"}]}",
                "{\"labels\": {\"1\": \"cancer\"}, \"training\": [{\"image\": \"a.nii.gz\"}]}"
            })
    void description_that_cannot_be_followed_is_refused(String description) {
        assertThat(catchThrowableOfType(CodedException.class, () -> read(description)))
                .hasMessageStartingWith("Task06_Lung/dataset.json: ")
                .extracting(CodedException::code)
                .isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void task_that_is_not_there_is_not_found() {
        assertThat(catchThrowableOfType(CodedException.class, () -> TaskFolder.read(root, Organ.LUNG))
                        .code())
                .isEqualTo(ErrorCode.LOCATION_NOT_FOUND);
    }

    private TaskFolder read(String description) throws IOException {
        Path folder = Files.createDirectories(root.resolve("Task06_Lung"));
        Files.writeString(folder.resolve("dataset.json"), description);
        return TaskFolder.read(root, Organ.LUNG);
    }
}
