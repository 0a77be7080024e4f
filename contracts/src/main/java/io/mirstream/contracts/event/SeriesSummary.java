package io.mirstream.contracts.event;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a series without its pixels; nothing that identifies a patient.
 *
 * @param modality DICOM modality, {@code CT}
 * @param bodyPart Body Part Examined (0018,0015), upper case, if given
 * @param studyDate if given
 * @param slices number of slices read
 * @param rows of a slice
 * @param columns of a slice
 * @param spacingMm between columns, rows and slices (median), in mm
 * @param orientation {@code axial}, {@code coronal} or {@code sagittal}, with {@code -oblique} when not exact
 * @param findings what was odd about the stack, in words: gaps, tilt, duplicates
 */
public record SeriesSummary(
        String modality,
        Optional<String> bodyPart,
        Optional<LocalDate> studyDate,
        int slices,
        int rows,
        int columns,
        List<Double> spacingMm,
        String orientation,
        List<String> findings) {
    public SeriesSummary {
        Check.text(modality, "modality");
        bodyPart = Objects.requireNonNullElse(bodyPart, Optional.empty());
        studyDate = Objects.requireNonNullElse(studyDate, Optional.empty());
        Check.that(slices >= 1 && rows >= 1 && columns >= 1, "slices, rows, columns", "must be 1 or more");
        spacingMm = List.copyOf(Check.required(spacingMm, "spacingMm"));
        Check.that(
                spacingMm.size() == 3 && spacingMm.stream().allMatch(Double::isFinite),
                "spacingMm",
                "has finite x, y and z");
        Check.text(orientation, "orientation");
        findings = findings == null ? List.of() : List.copyOf(findings);
    }
}
