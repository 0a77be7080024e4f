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
        return list(location, study, false);
    }

    /** Also what decodes but is not to be embedded: other units than Hounsfield's, stacks that cannot be cut. */
    public StudyListing listEverything(Path location) {
        return list(location, Optional.empty(), true);
    }

    private StudyListing list(Path location, Optional<StudyUid> study, boolean everything) {
        Location files = Location.open(location, limits);
        try {
            return new StudyLister(limits, study, everything).list(files);
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

    /** Decodes a series of this reader, of either list, and describes it in full. */
    public SeriesInspection inspect(SeriesListing series, Executor decoders) {
        return switch (series) {
            case DicomSeries dicom -> SeriesInspection.of(dicom, limits, decoders);
            case NiftiSeries nifti -> SeriesInspection.of(nifti);
            default -> throw new CodedException(ErrorCode.INTERNAL, "a series that another reader listed");
        };
    }
}
