package io.mirstream.imaging.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.SeriesInspection;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.write.DicomSeriesWriter;
import io.mirstream.imaging.write.NiftiWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhantomTest {
    private final FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);

    @ParameterizedTest
    @EnumSource(Anatomy.class)
    void dicom_and_nifti_of_a_phantom_hold_its_voxels(Anatomy anatomy, @TempDir Path folder) throws Exception {
        PhantomStudy study =
                new PhantomStudy(PhantomSpec.of(3, anatomy, new Lesion(30)).small());
        Phantom phantom = study.render();
        DicomSeriesWriter.write(folder.resolve("dicom"), study.identity(), phantom.volume());
        NiftiWriter.write(folder.resolve("volume.nii.gz"), phantom.volume());

        SeriesInspection dicom = inspect(folder.resolve("dicom"));
        SeriesInspection nifti = inspect(folder.resolve("volume.nii.gz"));

        assertThat(dicom.series().seriesInstanceUid()).isEqualTo(study.seriesUid());
        assertThat(dicom.series().studyInstanceUid()).isEqualTo(study.studyUid());
        assertThat(dicom.series().bodyPart()).contains(anatomy.bodyPart());
        assertThat(dicom.series().studyDate()).contains(study.studyDate());
        assertThat(dicom.sliceCrc32()).hasSize(phantom.volume().slices().size());
        assertThat(nifti.sliceCrc32()).isEqualTo(dicom.sliceCrc32());
    }

    @Test
    void same_spec_gives_the_same_voxels_and_another_seed_gives_others() {
        PhantomSpec spec = PhantomSpec.of(11, Anatomy.LIVER).small();

        Phantom once = Phantom.render(spec);
        Phantom again = Phantom.render(spec);
        Phantom other = Phantom.render(PhantomSpec.of(12, Anatomy.LIVER).small());

        assertThat(once.volume().slices().get(4))
                .isEqualTo(again.volume().slices().get(4));
        assertThat(once.volume().slices().get(4))
                .isNotEqualTo(other.volume().slices().get(4));
    }

    @ParameterizedTest
    @EnumSource(Anatomy.class)
    void lesions_are_in_the_mask_at_about_their_size(Anatomy anatomy) {
        Phantom healthy = Phantom.render(PhantomSpec.of(5, anatomy).small());
        Phantom ill = Phantom.render(PhantomSpec.of(5, anatomy, new Lesion(40)).small());

        assertThat(lesionVoxels(healthy)).isZero();
        double voxelMm3 = Math.pow(ill.volume().pixelSpacingMm(), 2) * 12;
        assertThat(lesionVoxels(ill) * voxelMm3).isBetween(9_000.0, 45_000.0);
    }

    @Test
    void lungs_are_dark_and_bones_are_bright() {
        short[] chest = Phantom.render(PhantomSpec.of(1, Anatomy.LUNG).small())
                .volume()
                .slices()
                .get(8);
        short[] sorted = chest.clone();
        Arrays.sort(sorted);

        assertThat(sorted[0]).isBetween((short) -1024, (short) -950);
        assertThat(sorted[sorted.length - 1]).isGreaterThan((short) 300);
    }

    private static long lesionVoxels(Phantom phantom) {
        long voxels = 0;
        for (byte[] slice : phantom.labels()) {
            for (byte label : slice) {
                voxels += label == 2 ? 1 : 0;
            }
        }
        return voxels;
    }

    private SeriesInspection inspect(Path location) {
        try (StudyListing listing = reader.list(location, Optional.empty())) {
            assertThat(listing.series()).as("%s", listing).hasSize(1);
            return reader.inspect(listing.series().getFirst(), Runnable::run);
        }
    }
}
