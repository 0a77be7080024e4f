package io.mirstream.imaging;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.dicom.FrameSource;
import io.mirstream.imaging.dicom.ImageFileReader;
import io.mirstream.imaging.dicom.OwnFileReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Reads DICOM and NIfTI files from folders and zips; who opens the DICOM files can be chosen. */
public final class FileStudyReader implements StudyReader {
    private final ImageFileReader files;
    private final ReadLimits limits;

    /** With this module's own parser. */
    public FileStudyReader(ReadLimits limits) {
        this(new OwnFileReader(), limits);
    }

    public FileStudyReader(ImageFileReader files, ReadLimits limits) {
        this.files = files;
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
        Location found = Location.open(location, limits);
        try {
            return new StudyLister(files, limits, study, everything).list(found);
        } catch (CodedException e) {
            found.close();
            throw e;
        }
    }

    @Override
    public void read(SeriesListing series, Executor decoders, SliceConsumer consumer) {
        switch (series) {
            case DicomSeries dicom -> dicom.read(this::frames, decoders, consumer);
            case NiftiSeries nifti -> nifti.read(consumer);
            default -> throw new CodedException(ErrorCode.INTERNAL, "a series that another reader listed");
        }
    }

    /** Decodes a series of this reader, of either list, and describes it in full. */
    public SeriesInspection inspect(SeriesListing series, Executor decoders) {
        return switch (series) {
            case DicomSeries dicom -> SeriesInspection.of(dicom, this::frames, decoders);
            case NiftiSeries nifti -> SeriesInspection.of(nifti);
            default -> throw new CodedException(ErrorCode.INTERNAL, "a series that another reader listed");
        };
    }

    private FrameSource frames() {
        return files.frames(limits);
    }
}
