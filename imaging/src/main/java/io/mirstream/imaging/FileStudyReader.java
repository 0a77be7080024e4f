package io.mirstream.imaging;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Reads DICOM and NIfTI files from folders and zips with this module's own parsers. */
public final class FileStudyReader implements StudyReader {
    private final ReadLimits limits;

    public FileStudyReader(ReadLimits limits) {
        this.limits = limits;
    }

    @Override
    public StudyListing list(Path location, Optional<StudyUid> study) {
        Location files = Location.open(location, limits);
        try {
            return new StudyLister(limits, study).list(files);
        } catch (CodedException e) {
            files.close();
            throw e;
        }
    }

    @Override
    public void read(SeriesListing series, Executor decoders, SliceConsumer consumer) {
        switch (series) {
            case DicomSeries dicom -> dicom.read(limits, decoders, consumer);
            case NiftiSeries nifti -> nifti.read(consumer);
            default -> throw new CodedException(ErrorCode.INTERNAL, "a series that another reader listed");
        }
    }

    /** Decodes a series of this reader and describes it in full. */
    public SeriesInspection inspect(SeriesListing series, Executor decoders) {
        return SeriesInspection.of(series, this, decoders);
    }
}
