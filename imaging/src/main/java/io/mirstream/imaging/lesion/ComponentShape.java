package io.mirstream.imaging.lesion;

import java.util.Arrays;
import java.util.List;

/**
 * Sizes of a component. Lengths are between voxel centres, so a single voxel has none.
 *
 * @param boundingBoxVoxels extents along the stored axes
 * @param majorAxis4SqrtEigCm 4 roots of the largest eigenvalue of the population covariance: scikit-image's 2-D formula of
 *     the major axis, taken to 3-D
 * @param skimageMajorAxisVoxels scikit-image's axis_major_length in 3-D, {@code 2 sqrt(5)} roots of the largest eigenvalue;
 *     in voxels, as though they were cubes
 * @param feretCm the largest distance between two voxel centres
 * @param ellipsoidDiametersMm ITK's EquivalentEllipsoidDiameter, ascending; 0 each for a flat component
 */
public record ComponentShape(
        long voxels,
        List<Integer> boundingBoxVoxels,
        double volumeCm3,
        double majorAxis4SqrtEigCm,
        double skimageMajorAxisVoxels,
        double feretCm,
        List<Double> ellipsoidDiametersMm) {
    static final double MM_PER_CM = 10;
    static final double MM3_PER_CM3 = 1000;

    static ComponentShape of(Component component) {
        Moments moments = Moments.of(component);
        return new ComponentShape(
                moments.voxels(),
                moments.box(),
                moments.volumeMm3() / MM3_PER_CM3,
                4 * Math.sqrt(moments.largestVarianceMm2()) / MM_PER_CM,
                2 * Math.sqrt(5 * moments.largestVarianceVoxels2()),
                FeretDiameter.mm(component) / MM_PER_CM,
                Arrays.stream(moments.ellipsoidDiametersMm()).boxed().toList());
    }
}
