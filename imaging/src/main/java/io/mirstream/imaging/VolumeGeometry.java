package io.mirstream.imaging;

import java.util.List;

/**
 * Where the slices of a series lie.
 *
 * @param rows of a slice
 * @param columns of a slice
 * @param rowSpacingMm between the centres of neighbouring rows (first value of Pixel Spacing)
 * @param columnSpacingMm between the centres of neighbouring columns
 * @param positionsMm of each slice along the slice axis, ascending, foot to head
 * @param medianGapMm between neighbouring slices; the slice thickness, or 1, for a single slice
 * @param minGapMm smallest gap
 * @param maxGapMm largest gap
 * @param orientation {@code axial}, {@code coronal} or {@code sagittal}, with {@code -oblique} when not exact
 * @param gantryTiltDegrees between the slice axis and the line from first to last slice; 0 when not sheared
 * @param findings what is odd, in words: gaps, duplicates, tilt; empty for a regular stack
 */
public record VolumeGeometry(
        int rows,
        int columns,
        double rowSpacingMm,
        double columnSpacingMm,
        List<Double> positionsMm,
        double medianGapMm,
        double minGapMm,
        double maxGapMm,
        String orientation,
        double gantryTiltDegrees,
        List<String> findings) {
    public VolumeGeometry {
        positionsMm = List.copyOf(positionsMm);
        findings = List.copyOf(findings);
    }

    public int slices() {
        return positionsMm.size();
    }

    /** With rows and columns in each other's place. */
    public VolumeGeometry transposed() {
        return new VolumeGeometry(
                columns,
                rows,
                columnSpacingMm,
                rowSpacingMm,
                positionsMm,
                medianGapMm,
                minGapMm,
                maxGapMm,
                orientation,
                gantryTiltDegrees,
                findings);
    }

    public VolumeGeometry with(List<String> otherFindings) {
        return new VolumeGeometry(
                rows,
                columns,
                rowSpacingMm,
                columnSpacingMm,
                positionsMm,
                medianGapMm,
                minGapMm,
                maxGapMm,
                orientation,
                gantryTiltDegrees,
                otherFindings);
    }
}
