package io.mirstream.standalone.cli;

import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.imaging.phantom.Phantoms;
import io.mirstream.imaging.write.CtVolume;
import io.mirstream.imaging.write.Montage;
import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "phantoms",
        description = "Write synthetic CT studies: the same seed makes the same studies.",
        sortOptions = false)
final class PhantomsCommand extends HomeCommand {
    /** Soft tissue, as a radiologist looks at it. */
    private static final double WINDOW_CENTRE = 40;

    private static final double WINDOW_WIDTH = 400;
    private static final int MONTAGE_SLICES = 6;
    private static final int MONTAGE_SIDE = 160;

    enum Format {
        DICOM,
        NIFTI
    }

    @Parameters(paramLabel = "DIR", description = "Folder to write to.")
    private Path folder;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "How many; the four anatomies take turns (default: 8).")
    private int count = 8;

    @Option(names = "--seed", paramLabel = "SEED", description = "Of the first; the others follow (default: 1).")
    private long seed = 1;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "dicom (a folder each) or nifti (with label maps); default: dicom.")
    private Format format = Format.DICOM;

    @Option(names = "--small", description = "Few and coarse slices: quick to write and to read.")
    private boolean small;

    @Option(names = "--montage", paramLabel = "FILE", description = "A PNG that shows some slices of each.")
    private Path montage;

    @Override
    public Integer call() {
        if (count < 1) {
            throw new ParameterException(spec().commandLine(), "--count must be 1 or more");
        }
        List<Map<String, Object>> written = new ArrayList<>();
        List<CtVolume> volumes = new ArrayList<>();
        for (PhantomSpec spec : Phantoms.cohort(count, seed)) {
            PhantomStudy study = new PhantomStudy(small ? spec.small() : spec);
            write(study);
            written.add(Map.of(
                    "name",
                    study.name(),
                    "studyInstanceUid",
                    study.studyUid().value(),
                    "seriesInstanceUid",
                    study.seriesUid().value(),
                    "labels",
                    study.labels(),
                    "report",
                    study.report()));
            console().say(study.name() + "  " + study.report());
            if (montage != null) {
                volumes.add(study.render().volume());
            }
        }
        if (montage != null) {
            draw(volumes);
        }
        console().document(Map.of("phantoms", written));
        return OK;
    }

    private void write(PhantomStudy study) {
        try {
            switch (format) {
                case DICOM -> study.writeDicom(Files.createDirectories(folder.resolve(study.name())));
                case NIFTI -> study.writeNifti(Files.createDirectories(folder));
            }
        } catch (IOException e) {
            throw new Failure("cannot write to " + folder + ": " + e.getMessage(), e);
        }
    }

    private void draw(List<CtVolume> volumes) {
        try {
            Montage.write(montage, volumes, WINDOW_CENTRE, WINDOW_WIDTH, MONTAGE_SLICES, MONTAGE_SIDE);
        } catch (IOException e) {
            throw new Failure("cannot write " + montage + ": " + e.getMessage(), e);
        }
    }
}
