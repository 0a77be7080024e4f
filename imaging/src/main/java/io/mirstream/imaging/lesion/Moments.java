package io.mirstream.imaging.lesion;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over the voxel centres of a component, in whole numbers: nothing is rounded until a length is asked for. A flat
 * component is thus known to be flat.
 */
final class Moments {
    private static final int AXES = 3;

    private static final double[] CUBES = {1, 1, 1};
    private final long[] sums = new long[AXES];
    private final long[][] products = new long[AXES][AXES];
    private final int[] lowest = new int[AXES];
    private final int[] highest = new int[AXES];
    private final double[] spacingMm;
    private final long voxels;

    private Moments(Component component) {
        spacingMm = component.spacingMm();
        voxels = component.voxels();
        Arrays.fill(lowest, Integer.MAX_VALUE);
        Arrays.fill(highest, Integer.MIN_VALUE);
        component.forEachRun(this::add);
    }

    static Moments of(Component component) {
        return new Moments(component);
    }

    long voxels() {
        return voxels;
    }

    /** Extents of the bounding box along the stored axes, in voxels. */
    List<Integer> box() {
        return List.of(highest[0] - lowest[0] + 1, highest[1] - lowest[1] + 1, highest[2] - lowest[2] + 1);
    }

    double volumeMm3() {
        return voxels * spacingMm[0] * spacingMm[1] * spacingMm[2];
    }

    /** The largest eigenvalue of the population covariance of the voxel centres, in mm2. */
    double largestVarianceMm2() {
        return SymmetricMatrix.eigenvalues(covariance(spacingMm))[2];
    }

    /** As {@link #largestVarianceMm2()}, in voxels, as though they were cubes. */
    double largestVarianceVoxels2() {
        return SymmetricMatrix.eigenvalues(covariance(CUBES))[2];
    }

    /** As {@link #ellipsoidDiametersMm()}, in voxels, as though they were cubes. */
    double[] ellipsoidDiametersVoxels() {
        return ellipsoidDiameters(CUBES);
    }

    /**
     * ITK's EquivalentEllipsoidDiameter (itkShapeLabelMapFilter): the axes of the ellipsoid that has the component's volume
     * and proportions, {@code 2 R sqrt(m_i / cbrt(m_0 m_1 m_2))} with R the radius of the sphere of that volume and m the
     * eigenvalues of the population covariance. 0 each for a flat component, whose m_0 is 0.
     *
     * @return ascending
     */
    double[] ellipsoidDiametersMm() {
        return ellipsoidDiameters(spacingMm);
    }

    private double[] ellipsoidDiameters(double[] spacing) {
        double determinant = covarianceDeterminant(spacing);
        double[] diameters = new double[AXES];
        if (determinant > 0) {
            double volume = voxels * spacing[0] * spacing[1] * spacing[2];
            double radius = Math.cbrt(3 * volume / (4 * Math.PI));
            double[] variances = SymmetricMatrix.eigenvalues(covariance(spacing));
            for (int i = 0; i < AXES; i++) {
                diameters[i] = 2 * radius * Math.sqrt(variances[i] / Math.cbrt(determinant));
            }
        }
        return diameters;
    }

    private void add(int first, int last, int j, int k) {
        long length = last - first + 1L;
        long sum = (first + (long) last) * length / 2;
        sums[0] += sum;
        sums[1] += j * length;
        sums[2] += k * length;
        products[0][0] += sumOfSquares(last) - sumOfSquares(first - 1L);
        products[0][1] += j * sum;
        products[0][2] += k * sum;
        products[1][1] += (long) j * j * length;
        products[1][2] += (long) j * k * length;
        products[2][2] += (long) k * k * length;
        stretch(0, first, last);
        stretch(1, j, j);
        stretch(2, k, k);
    }

    /** Of 0 to n. */
    private static long sumOfSquares(long n) {
        return n * (n + 1) * (2 * n + 1) / 6;
    }

    private void stretch(int axis, int low, int high) {
        lowest[axis] = Math.min(lowest[axis], low);
        highest[axis] = Math.max(highest[axis], high);
    }

    private double[][] covariance(double[] spacing) {
        double[][] covariance = new double[AXES][AXES];
        double squaredCount = (double) voxels * voxels;
        for (int a = 0; a < AXES; a++) {
            for (int b = a; b < AXES; b++) {
                covariance[a][b] = scaledCovariance(a, b).doubleValue() / squaredCount * spacing[a] * spacing[b];
                covariance[b][a] = covariance[a][b];
            }
        }
        return covariance;
    }

    /** From whole numbers, so that it is 0 exactly when the component is flat. */
    private double covarianceDeterminant(double[] spacing) {
        BigInteger xx = scaledCovariance(0, 0);
        BigInteger xy = scaledCovariance(0, 1);
        BigInteger xz = scaledCovariance(0, 2);
        BigInteger yy = scaledCovariance(1, 1);
        BigInteger yz = scaledCovariance(1, 2);
        BigInteger zz = scaledCovariance(2, 2);
        BigInteger determinant = xx.multiply(yy.multiply(zz).subtract(yz.multiply(yz)))
                .subtract(xy.multiply(xy.multiply(zz).subtract(yz.multiply(xz))))
                .add(xz.multiply(xy.multiply(yz).subtract(yy.multiply(xz))));
        double lengths = spacing[0] * spacing[1] * spacing[2];
        return determinant.doubleValue() / Math.pow((double) voxels, 2 * AXES) * lengths * lengths;
    }

    /** The covariance of two axes in voxels, times the square of the number of voxels. */
    private BigInteger scaledCovariance(int a, int b) {
        return BigInteger.valueOf(voxels)
                .multiply(BigInteger.valueOf(products[a][b]))
                .subtract(BigInteger.valueOf(sums[a]).multiply(BigInteger.valueOf(sums[b])));
    }
}
