package io.mirstream.imaging;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.nifti.NiftiVolume;
import java.time.LocalDate;
import java.util.Optional;

/** A NIfTI volume, which knows no study, date or body part. */
record NiftiSeries(StudyUid studyInstanceUid, SeriesUid seriesInstanceUid, NiftiVolume volume)
        implements SeriesListing {
    @Override
    public String modality() {
        return "CT";
    }

    @Override
    public Optional<String> bodyPart() {
        return Optional.empty();
    }

    @Override
    public Optional<LocalDate> studyDate() {
        return Optional.empty();
    }

    @Override
    public VolumeGeometry geometry() {
        return volume.geometry();
    }

    void read(SliceConsumer consumer) {
        volume.read(consumer);
    }
}
