package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.lesion.LabelVolume;
import io.mirstream.imaging.lesion.LesionMeasure;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The labels of a volume, computed from its mask by the rules of the paper.
 *
 * @param releasedCm size as published: voxels / 10, since the notebooks lose the spacing
 * @param trueCm size in cm
 * @param numberTumors lesions that are not below 3 voxels, and not one slice thick
 */
public record MaskLabels(int numberTumors, double releasedCm, double trueCm) {
    /** Published sizes have ten digits; the axis of an ellipsoid depends on the tool's arithmetic. */
    private static final double TOLERANCE_CM = 1e-4;

    /** Which size stands for a lesion's. */
    public enum Size {
        /** Voxels / 10. */
        RELEASED,
        /** Millimetres / 10. */
        TRUE
    }

    /** @throws CodedException as {@link LabelVolume#read} */
    public static MaskLabels read(Path mask, int tumourLabel) {
        return of(LabelVolume.read(mask, ReadLimits.DEFAULT), tumourLabel);
    }

    public static MaskLabels of(LabelVolume mask, int tumourLabel) {
        LesionMeasure measure = LesionMeasure.of(mask, tumourLabel);
        return new MaskLabels(
                measure.numberTumors(), measure.maxTumorSizeAsReleased(), measure.maxTumorSizePhysicalCm());
    }

    public boolean flag() {
        return numberTumors > 0;
    }

    public double cm(Size size) {
        return switch (size) {
            case RELEASED -> releasedCm;
            case TRUE -> trueCm;
        };
    }

    public int group(Organ organ, Size size) {
        return LesionGroup.released(organ, numberTumors, cm(size));
    }

    /** Where a volume's row says otherwise; absent where it agrees. */
    public Optional<Difference> differenceFrom(VolumeLabels labels, Size size) {
        int group = group(labels.source(), size);
        boolean agrees = labels.numberTumors() == numberTumors
                && Math.abs(labels.maxTumorSizeCm() - cm(size)) <= TOLERANCE_CM
                && labels.group() == group
                && labels.flag() == flag();
        return agrees
                ? Optional.empty()
                : Optional.of(new Difference(
                        labels.id(),
                        new Values(labels.numberTumors(), labels.maxTumorSizeCm(), labels.group(), labels.flag()),
                        new Values(numberTumors, cm(size), group, flag())));
    }

    /** What labels and mask say of a volume. */
    public record Difference(VolumeId volume, Values labels, Values mask) {}

    public record Values(int numberTumors, double maxTumorSize, int lesionGroup, boolean cancerFlag) {}
}
