package io.mirstream.standalone.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.imaging.write.DicomSeriesWriter;
import io.mirstream.imaging.write.SeriesIdentity;
import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFinderTest {
    private static final PhantomStudy ONE = phantom(1);
    private static final PhantomStudy OTHER = phantom(2);

    private final StudyFinder finder = new StudyFinder(new FileStudyReader(ReadLimits.DEFAULT));

    @TempDir
    Path scratch;

    private Path root;

    @BeforeEach
    void inARealFolder() throws IOException {
        root = Files.createDirectories(scratch.toRealPath().resolve("root"));
    }

    @Test
    void folder_of_one_study_is_its_location() throws IOException {
        ONE.writeDicom(root);

        assertThat(finder.find(root)).containsExactly(all(ONE, root));
    }

    @Test
    void folders_of_two_studies_are_two() throws IOException {
        ONE.writeDicom(root.resolve("one"));
        OTHER.writeDicom(root.resolve("other"));

        assertThat(finder.find(root))
                .containsExactlyInAnyOrder(all(ONE, root.resolve("one")), all(OTHER, root.resolve("other")));
    }

    @Test
    void file_beside_the_folders_does_not_throw_them_together() throws IOException {
        ONE.writeDicom(root.resolve("one"));
        OTHER.writeDicom(root.resolve("other"));
        Files.writeString(root.resolve("README.txt"), "Two studies.");

        assertThat(finder.find(root))
                .containsExactlyInAnyOrder(all(ONE, root.resolve("one")), all(OTHER, root.resolve("other")));
    }

    @Test
    void two_studies_in_one_folder_are_told_apart_by_their_series() throws IOException {
        writeInto(root, ONE, "a");
        writeInto(root, OTHER, "b");

        assertThat(finder.find(root)).containsExactlyInAnyOrder(only(ONE, root), only(OTHER, root));
    }

    @Test
    void one_study_in_two_folders_is_one() throws IOException {
        ONE.writeDicom(root.resolve("patient/series-1"));
        SeriesIdentity identity = ONE.identity();
        DicomSeriesWriter.write(
                root.resolve("patient/series-2"),
                new SeriesIdentity(identity.study(), new SeriesUid("1.2.3"), identity.bodyPart(), identity.studyDate()),
                ONE.render().volume());
        OTHER.writeDicom(root.resolve("stranger"));

        assertThat(finder.find(root))
                .containsExactlyInAnyOrder(all(ONE, root.resolve("patient")), all(OTHER, root.resolve("stranger")));
    }

    @Test
    void study_below_a_folder_of_another_keeps_its_own_location() throws IOException {
        ONE.writeDicom(root);
        OTHER.writeDicom(root.resolve("prior"));

        assertThat(finder.find(root)).containsExactlyInAnyOrder(only(ONE, root), all(OTHER, root.resolve("prior")));
    }

    @Test
    void nifti_volumes_are_studies_and_their_label_maps_are_not() throws IOException {
        ONE.writeNifti(root);
        OTHER.writeNifti(root);

        assertThat(finder.find(root))
                .extracting(FoundStudy::location)
                .containsExactly(nifti(root, ONE), nifti(root, OTHER));
        assertThat(finder.find(root)).extracting(FoundStudy::study).doesNotHaveDuplicates();
    }

    @Test
    void nifti_volume_beside_dicom_is_a_study_for_itself() throws IOException {
        ONE.writeDicom(root);
        OTHER.writeNifti(root);

        List<FoundStudy> found = finder.find(root);

        assertThat(found).hasSize(2).contains(only(ONE, root));
        assertThat(found).extracting(FoundStudy::location).contains(nifti(root, OTHER));
    }

    @Test
    void task_of_the_decathlon_is_its_training_images() throws IOException {
        Path images = Files.createDirectories(root.resolve("Task03_Liver/imagesTr"));
        Path labels = Files.createDirectories(root.resolve("Task03_Liver/labelsTr"));
        Files.writeString(root.resolve("Task03_Liver/dataset.json"), "{\"name\": \"Liver\"}");
        Files.writeString(images.resolve("._liver_1.nii.gz"), "what another system left");
        ONE.writeNifti(images);
        Files.move(nifti(images, ONE), images.resolve("liver_1.nii.gz"));
        Files.move(images.resolve(ONE.name() + "-labels.nii.gz"), labels.resolve("liver_1.nii.gz"));

        assertThat(finder.find(root))
                .singleElement()
                .extracting(FoundStudy::location)
                .isEqualTo(images.resolve("liver_1.nii.gz"));
    }

    @Test
    void zip_is_a_study_for_itself() throws IOException {
        Path zip = zip("one.zip", ONE);

        assertThat(finder.find(root)).containsExactly(all(ONE, zip));
        assertThat(finder.find(zip)).containsExactly(all(ONE, zip));
    }

    @Test
    void zip_of_two_studies_is_two() throws IOException {
        Path zip = zip("both.zip", ONE, OTHER);

        assertThat(finder.find(zip)).containsExactlyInAnyOrder(only(ONE, zip), only(OTHER, zip));
    }

    @Test
    void suffixes_may_be_in_capitals() throws IOException {
        Path zip = Files.move(zip("one.zip", ONE), root.resolve("ONE.ZIP"));
        OTHER.writeNifti(root);
        Path volume = Files.move(nifti(root, OTHER), root.resolve("VOLUME.NII.GZ"));

        assertThat(finder.find(root)).extracting(FoundStudy::location).containsExactly(zip, volume);
    }

    @Test
    void hidden_files_and_folders_are_left_out() throws IOException {
        ONE.writeDicom(root.resolve("seen"));
        OTHER.writeDicom(root.resolve(".unfinished"));
        Files.writeString(root.resolve("seen/.DS_Store"), "what another system left");

        assertThat(finder.find(root)).containsExactly(all(ONE, root.resolve("seen")));
    }

    @Test
    void single_file_is_a_location() throws IOException {
        ONE.writeDicom(root);
        Path slice = root.resolve("0000.dcm");

        assertThat(finder.find(slice)).containsExactly(all(ONE, slice));
    }

    @Test
    void link_is_followed_to_where_the_files_lie() throws IOException {
        ONE.writeDicom(root);
        Path link = Files.createSymbolicLink(scratch.resolve("link"), root);

        assertThat(finder.find(link)).containsExactly(all(ONE, root));
    }

    @Test
    void nothing_readable_is_one_study_that_will_say_so() throws IOException {
        Files.writeString(root.resolve("report.txt"), "No images here.");
        Path empty = Files.createDirectories(scratch.toRealPath().resolve("empty"));

        assertThat(finder.find(root)).singleElement().satisfies(found -> assertUnreadable(found, root));
        assertThat(finder.find(empty)).singleElement().satisfies(found -> assertUnreadable(found, empty));
        assertThat(finder.find(root)).isNotEqualTo(finder.find(empty)).isEqualTo(finder.find(root));
    }

    @Test
    void broken_volume_among_whole_ones_is_a_study_that_will_say_so() throws IOException {
        ONE.writeNifti(root);
        Path broken = Files.writeString(root.resolve("broken.nii.gz"), "no volume");

        assertThat(finder.find(root)).hasSize(2).anySatisfy(found -> assertUnreadable(found, broken));
    }

    @Test
    void path_that_is_not_there_is_said() {
        assertThatThrownBy(() -> finder.find(root.resolve("nowhere")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("nowhere");
    }

    private static void assertUnreadable(FoundStudy found, Path location) {
        assertThat(found.location()).isEqualTo(location);
        assertThat(found.series()).isEmpty();
    }

    private static FoundStudy all(PhantomStudy study, Path location) {
        return new FoundStudy(study.studyUid(), location, List.of());
    }

    private static FoundStudy only(PhantomStudy study, Path location) {
        return new FoundStudy(study.studyUid(), location, List.of(study.seriesUid()));
    }

    private static Path nifti(Path folder, PhantomStudy study) {
        return folder.resolve(study.name() + ".nii.gz");
    }

    private void writeInto(Path folder, PhantomStudy study, String prefix) throws IOException {
        Path written = scratch.resolve("written-" + prefix);
        study.writeDicom(written);
        try (Stream<Path> files = Files.list(written)) {
            for (Path file : files.toList()) {
                Files.move(file, folder.resolve(prefix + file.getFileName()));
            }
        }
    }

    private Path zip(String name, PhantomStudy... studies) throws IOException {
        Path zip = root.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (PhantomStudy study : studies) {
                Path written = scratch.resolve("zipped-" + study.name());
                study.writeDicom(written);
                try (Stream<Path> files = Files.list(written)) {
                    for (Path file : files.sorted().toList()) {
                        out.putNextEntry(new ZipEntry(study.name() + "/" + file.getFileName()));
                        Files.copy(file, out);
                    }
                }
            }
        }
        return zip;
    }

    /** As few and as coarse slices as there can be. */
    private static PhantomStudy phantom(long seed) {
        return new PhantomStudy(new PhantomSpec(seed, Anatomy.LIVER, List.of(), 32, 20));
    }
}
