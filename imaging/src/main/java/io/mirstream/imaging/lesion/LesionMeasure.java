package io.mirstream.imaging.lesion;

/**
 * Number and size of a label's lesions by the rule of 3D-MIR's notebooks: components by faces, without those below three
 * voxels or one slice thick; a lesion's size is the largest axis of its equivalent ellipsoid.
 *
 * @param maxTumorSizeAsReleased of the largest in voxels / 10: the notebooks lose the spacing, and call this cm; 0 for none
 * @param maxTumorSizePhysicalCm of the largest, with the true spacing; 0 for none
 */
public record LesionMeasure(int numberTumors, double maxTumorSizeAsReleased, double maxTumorSizePhysicalCm) {
    private static final long MIN_VOXELS = 3;
    private static final int MIN_SLICES = 2;
    private static final double RELEASED_DIVISOR = 10;

    /** @param label 1 to {@link LabelVolume#MAX_LABEL}; one that is absent has no lesions */
    public static LesionMeasure of(LabelVolume volume, int label) {
        return ofFaceConnected(Components.of(volume, label, Connectivity.FACES));
    }

    static LesionMeasure ofFaceConnected(Components components) {
        int kept = 0;
        double released = 0;
        double physical = 0;
        for (int index = 0; index < components.count(); index++) {
            Component component = components.get(index);
            if (component.voxels() < MIN_VOXELS) {
                continue;
            }
            Moments moments = Moments.of(component);
            if (moments.box().get(2) >= MIN_SLICES) {
                kept++;
                released = Math.max(released, moments.ellipsoidDiametersVoxels()[2]);
                physical = Math.max(physical, moments.ellipsoidDiametersMm()[2]);
            }
        }
        return new LesionMeasure(kept, released / RELEASED_DIVISOR, physical / ComponentShape.MM_PER_CM);
    }
}
