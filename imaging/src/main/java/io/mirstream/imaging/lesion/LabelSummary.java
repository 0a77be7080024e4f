package io.mirstream.imaging.lesion;

import java.util.ArrayList;
import java.util.List;

/**
 * What a mask says of one label.
 *
 * @param components6 connected by faces
 * @param components26 connected by faces, edges and corners
 * @param largest26 of {@code components26} the one with most voxels
 * @param largest6 of {@code components6} the one with most voxels
 * @param mir3d number and size of lesions, if the label is one of lesions
 */
public record LabelSummary(
        int label,
        long voxels,
        double volumeCm3,
        int components6,
        int components26,
        Largest largest26,
        Largest largest6,
        LesionMeasure mir3d) {
    /** A component's sizes, as {@link ComponentShape} has them. */
    public record Largest(
            long voxels,
            double majorAxis4SqrtEigCm,
            double skimageMajorAxisVoxels,
            double feretCm,
            List<Integer> boundingBoxVoxels) {
        private static Largest of(Components components) {
            ComponentShape shape = components.largest().orElseThrow().shape();
            return new Largest(
                    shape.voxels(),
                    shape.majorAxis4SqrtEigCm(),
                    shape.skimageMajorAxisVoxels(),
                    shape.feretCm(),
                    shape.boundingBoxVoxels());
        }
    }

    /** Of every label that is present, ascending. */
    public static List<LabelSummary> of(LabelVolume volume) {
        LabelRuns runs = LabelRuns.of(volume);
        List<LabelSummary> summaries = new ArrayList<>();
        for (int label = 1; label <= LabelVolume.MAX_LABEL; label++) {
            if (runs.from(label) < runs.to(label)) {
                summaries.add(of(runs, label));
            }
        }
        return summaries;
    }

    private static LabelSummary of(LabelRuns runs, int label) {
        Components byFaces = Components.of(runs, label, Connectivity.FACES);
        Components byCorners = Components.of(runs, label, Connectivity.CORNERS);
        double[] spacing = runs.spacingMm();
        return new LabelSummary(
                label,
                runs.voxels(label),
                runs.voxels(label) * spacing[0] * spacing[1] * spacing[2] / ComponentShape.MM3_PER_CM3,
                byFaces.count(),
                byCorners.count(),
                Largest.of(byCorners),
                Largest.of(byFaces),
                LesionMeasure.ofFaceConnected(byFaces));
    }
}
