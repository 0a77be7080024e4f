package io.mirstream.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFolderTest {
    @TempDir
    Path root;

    private SmallDataset dataset;

    @BeforeEach
    void write() throws IOException {
        dataset = SmallDataset.write(root);
    }

    @Test
    void row_becomes_labels() {
        Pool lung = new LabelFolder(root).read(Organ.LUNG).pool();

        assertThat(lung.labels(new VolumeId("lung_002")))
                .isEqualTo(new VolumeLabels(
                        new VolumeId("lung_002"),
                        Organ.LUNG,
                        3.5,
                        2,
                        3,
                        true,
                        new Captions("Something.", "A, b\nand \"c\".", "More.")));
        assertThat(lung.labels(new VolumeId("liver_0")).flag()).isFalse();
        assertThat(lung.labels(new VolumeId("liver_0")).source()).isEqualTo(Organ.LIVER);
    }

    @Test
    void split_keeps_the_order_of_its_files() {
        Pool liver = new LabelFolder(root).benchmark().pool(Organ.LIVER);

        assertThat(liver.index()).extracting(VolumeId::value).containsExactly("liver_0", "pancreas_001", "liver_2");
        assertThat(liver.queries()).extracting(VolumeId::value).containsExactly("liver_1");
    }

    @Test
    void folders_may_lie_in_the_folder_data_of_the_publication() throws IOException {
        Files.createDirectory(root.resolve("Data"));
        Files.move(root.resolve("3DMIR_labels"), root.resolve("Data/3DMIR_labels"));
        Files.move(root.resolve("Data_Splits"), root.resolve("Data/Data_Splits"));

        assertThat(new LabelFolder(root).benchmark().pools()).hasSize(4);
    }

    @Test
    void pooled_gallery_has_no_query_of_any_pool() {
        assertThat(new LabelFolder(root).benchmark().pooledGallery())
                .extracting(VolumeId::value)
                .containsExactly("colon_001", "liver_2", "lung_001", "pancreas_001", "pancreas_002");
    }

    @ParameterizedTest
    @CsvSource({
        "'lung_002.nii.gz,lung,3.5,2,3,1', 'lung_002.nii.gz,spleen,3.5,2,3,1', organ is none of the four",
        "'lung,3.5,2', 'lung,large,2', max_tumor_size is no number",
        "'lung,3.5,2', 'lung,NaN,2', size and number of lesions are 0 or more",
        "'lung,3.5,2', 'lung,-3.5,2', size and number of lesions are 0 or more",
        "'lung,3.5,2', 'lung,3.5,-2', size and number of lesions are 0 or more",
        "'lung,3.5,2', 'lung,3.5,2.5', number_tumors is no whole number",
        "'3.5,2,3,1', '3.5,2,5,1', lesion_group is -1 or 1 to 4",
        "'3.5,2,3,1', '3.5,2,0,1', lesion_group is -1 or 1 to 4",
        "'3.5,2,3,1', '3.5,2,3,yes', cancer_flag is neither 0 nor 1",
        "lung_002.nii.gz, lung_002.nii, 'a volume''s file name ends in .nii.gz'"
    })
    void bad_value_is_named_by_file_row_and_column(String text, String by, String reason) throws IOException {
        dataset.replace(SmallDataset.labels("lung"), text, by);

        assertThatThrownBy(() -> new LabelFolder(root).read(Organ.LUNG))
                .isInstanceOf(CodedException.class)
                .hasMessage("lung_labels_and_captions.csv: row 2: " + reason)
                .extracting(e -> ((CodedException) e).code())
                .isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void other_columns_are_refused() throws IOException {
        dataset.replace(SmallDataset.labels("lung"), "cancer_flag", "flag");
        dataset.replace(SmallDataset.index("colon"), "training", "train");

        assertThatThrownBy(() -> new LabelFolder(root).read(Organ.LUNG))
                .hasMessageContaining("the columns are not name");
        assertThatThrownBy(() -> new LabelFolder(root).read(Organ.COLON))
                .hasMessage("colon_full_train_split.csv: the only named column is not training");
    }

    @ParameterizedTest
    @CsvSource({
        "3DMIR_labels/lung_labels_and_captions.csv, lung_002, lung_001, lung: lung_001 is labelled twice",
        "Data_Splits/lung_full_test_split.csv, lung_002, lung_009, 'lung: lung_009 is in a split, but has no labels'",
        "Data_Splits/lung_full_test_split.csv, lung_002, lung_001, lung: lung_001 is in the splits twice",
        "Data_Splits/lung_full_train_split.csv, pancreas_001, liver_0, lung: liver_0 is in the splits twice"
    })
    void contradictions_make_no_pool(Path file, String text, String by, String reason) throws IOException {
        dataset.replace(file, text, by);

        assertThatThrownBy(() -> new LabelFolder(root).read(Organ.LUNG).pool())
                .isInstanceOf(CodedException.class)
                .hasMessage(reason);
    }

    @Test
    void generated_captions_are_read_where_they_are() throws IOException {
        assertThat(new LabelFolder(root).read(Organ.LUNG).generated()).isEmpty();
        dataset.write(
                Path.of("msd_gpt4_captions/gpt4_captions_msd_lung.csv"),
                ",filename,caption\n0,lung_009,a\n1,lung_001,b\n");

        CaptionFile captions =
                new LabelFolder(root).read(Organ.LUNG).generated().orElseThrow();

        assertThat(captions.of(new VolumeId("lung_001"))).contains(new CaptionFile.Row(1, "b"));
        assertThat(captions.of(new VolumeId("lung_001")).orElseThrow().released())
                .isEqualTo("1    b\nName: caption, dtype: object");
        assertThat(captions.of(new VolumeId("lung_002"))).isEmpty();
    }

    @Test
    void generated_caption_that_comes_twice_is_refused() throws IOException {
        dataset.write(
                Path.of("msd_gpt4_captions/gpt4_captions_msd_lung.csv"),
                ",filename,caption\n0,lung_001,a\n1,lung_001,b\n");

        assertThatThrownBy(() -> new LabelFolder(root).read(Organ.LUNG))
                .hasMessage("gpt4_captions_msd_lung.csv: row 2: the name comes twice");
    }
}
