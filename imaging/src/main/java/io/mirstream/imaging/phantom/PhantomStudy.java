package io.mirstream.imaging.phantom;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.write.DicomSeriesWriter;
import io.mirstream.imaging.write.NiftiWriter;
import io.mirstream.imaging.write.SeriesIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A phantom as a hospital would send it: ids, a report and labels. */
public record PhantomStudy(PhantomSpec spec) {
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 700;

    public StudyUid studyUid() {
        return StudyUid.derivedFrom("phantom", key());
    }

    public SeriesUid seriesUid() {
        return SeriesUid.derivedFrom("phantom", key());
    }

    /** Short, and the same for the same spec: a good folder name. */
    public String name() {
        return String.format(Locale.ROOT, "phantom-%s-%04d", spec.anatomy().label(), spec.seed());
    }

    private String key() {
        return spec.toString();
    }

    public LocalDate studyDate() {
        return FIRST_DAY.plusDays(Math.floorMod(spec.seed() * 37, DAYS));
    }

    /** To filter by: anatomy, whether there is a lesion, how many, and the largest in cm. */
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("anatomy", spec.anatomy().label());
        labels.put("lesion", spec.lesions().isEmpty() ? "0" : "1");
        labels.put("lesions", Integer.toString(spec.lesions().size()));
        return labels;
    }

    /** What a radiologist might write. */
    public String report() {
        String region =
                switch (spec.anatomy()) {
                    case LIVER -> "CT of the upper abdomen. ";
                    case COLON -> "CT of the pelvis and lower abdomen. ";
                    case PANCREAS -> "CT of the mid abdomen. ";
                    case LUNG -> "CT of the chest. ";
                };
        String organ = spec.anatomy().label();
        List<Lesion> lesions = spec.lesions();
        if (lesions.isEmpty()) {
            return region + "The " + organ + " is normal. No focal lesion.";
        }
        double largest = lesions.stream().mapToDouble(Lesion::diameterMm).max().orElseThrow() / 10;
        String kind =
                switch (spec.anatomy()) {
                    case LIVER -> "hypodense lesion";
                    case COLON -> "wall mass";
                    case PANCREAS -> "hypodense mass";
                    case LUNG -> "spiculated nodule";
                };
        return region
                + String.format(
                        Locale.ROOT,
                        lesions.size() == 1
                                ? "The %2$s shows one %3$s of %4$.1f cm."
                                : "The %2$s shows %1$d %3$ss, the largest %4$.1f cm.",
                        lesions.size(),
                        organ,
                        kind,
                        largest);
    }

    public Phantom render() {
        return Phantom.render(spec);
    }

    /** One DICOM file a slice. */
    public void writeDicom(Path folder) throws IOException {
        DicomSeriesWriter.write(folder, identity(), render().volume());
    }

    /** {@code name.nii.gz}, and {@code name-labels.nii.gz} beside it. */
    public void writeNifti(Path folder) throws IOException {
        Phantom phantom = render();
        NiftiWriter.write(folder.resolve(name() + ".nii.gz"), phantom.volume());
        NiftiWriter.writeLabels(folder.resolve(name() + "-labels.nii.gz"), phantom.volume(), phantom.labels());
    }

    public SeriesIdentity identity() {
        return new SeriesIdentity(studyUid(), seriesUid(), spec.anatomy().bodyPart(), studyDate());
    }
}
