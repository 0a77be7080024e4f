package io.mirstream.imaging.lesion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The largest distance between two voxel centres of a component. Both lie on its convex hull, and a corner of the hull is
 * a corner of every plane's hull that holds it: what is a corner in the planes across all three axes is compared in pairs.
 */
final class FeretDiameter {
    private static final int INDEX_BITS = 16;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;
    private static final int PLANE_BITS = 2 * INDEX_BITS;

    /** More than the rounding of two roots: no pair is left out for its sake. */
    private static final double ROUNDING = 1 + 1e-12;

    private final PlaneHulls hulls = new PlaneHulls();
    private final double[] spacing;

    private FeretDiameter(double[] spacing) {
        this.spacing = spacing;
    }

    /** In mm; 0 for a single voxel. */
    static double mm(Component component) {
        return new FeretDiameter(component.spacingMm()).of(component);
    }

    private double of(Component component) {
        component.forEachRun((first, last, j, k) -> {
            hulls.add(point(k, j, first));
            hulls.add(point(k, j, last));
        });
        long[] corners = hulls.corners();
        for (int otherAxis = 0; otherAxis < 2; otherAxis++) {
            for (int i = 0; i < corners.length; i++) {
                corners[i] = turned(corners[i]);
            }
            Arrays.sort(corners);
            for (long corner : corners) {
                hulls.add(corner);
            }
            corners = hulls.corners();
        }
        // two turns of three: first axis, third axis, second axis
        return farthest(corners, spacing[0], spacing[2], spacing[1]);
    }

    /** Three indices of at most 15 bits; numbers ascend as the indices do. */
    private static long point(int a, int b, int c) {
        return ((long) a << PLANE_BITS) | ((long) b << INDEX_BITS) | c;
    }

    private static long a(long point) {
        return point >>> PLANE_BITS;
    }

    private static long b(long point) {
        return (point >>> INDEX_BITS) & INDEX_MASK;
    }

    private static long c(long point) {
        return point & INDEX_MASK;
    }

    /** (a, b, c) to (b, c, a). */
    private static long turned(long point) {
        return (b(point) << PLANE_BITS) | (c(point) << INDEX_BITS) | a(point);
    }

    private record Corner(double a, double b, double c, double fromCentre) {}

    /** From the outermost inwards: no pair is farther apart than the sum of its distances from the centre. */
    private static double farthest(long[] points, double aMm, double bMm, double cMm) {
        List<Corner> corners = outermostFirst(points, aMm, bMm, cMm);
        double farthest = 0;
        for (int one = 0; one < corners.size(); one++) {
            Corner from = corners.get(one);
            for (int other = one + 1; other < corners.size(); other++) {
                Corner to = corners.get(other);
                if ((from.fromCentre + to.fromCentre) * ROUNDING < farthest) {
                    break;
                }
                farthest = Math.max(farthest, length(from.a - to.a, from.b - to.b, from.c - to.c));
            }
        }
        return farthest;
    }

    private static List<Corner> outermostFirst(long[] points, double aMm, double bMm, double cMm) {
        double a = 0;
        double b = 0;
        double c = 0;
        for (long point : points) {
            a += (double) a(point) / points.length;
            b += (double) b(point) / points.length;
            c += (double) c(point) / points.length;
        }
        List<Corner> corners = new ArrayList<>(points.length);
        for (long point : points) {
            double x = (a(point) - a) * aMm;
            double y = (b(point) - b) * bMm;
            double z = (c(point) - c) * cMm;
            corners.add(new Corner(x, y, z, length(x, y, z)));
        }
        corners.sort(Comparator.comparingDouble(Corner::fromCentre).reversed());
        return corners;
    }

    private static double length(double x, double y, double z) {
        return Math.sqrt(x * x + y * y + z * z);
    }

    /** Of points that come in ascending order, the corners of the hull of each plane a; holds one plane and the corners. */
    private static final class PlaneHulls {
        private long[] plane = new long[64];
        private int inPlane;
        private long[] corners = new long[64];
        private int found;

        void add(long point) {
            if (inPlane > 0 && plane[inPlane - 1] == point) {
                return;
            }
            if (inPlane > 0 && a(plane[0]) != a(point)) {
                closePlane();
            }
            if (inPlane == plane.length) {
                plane = Arrays.copyOf(plane, 2 * inPlane);
            }
            plane[inPlane++] = point;
        }

        /** And begins anew. */
        long[] corners() {
            closePlane();
            long[] all = Arrays.copyOf(corners, found);
            found = 0;
            return all;
        }

        /** Andrew's monotone chain (1979): one side there, the other side back. */
        private void closePlane() {
            int start = found;
            for (int i = 0; i < inPlane; i++) {
                push(plane[i], start);
            }
            int turn = found - 1;
            for (int i = inPlane - 2; i > 0; i--) {
                push(plane[i], turn);
            }
            if (inPlane > 1) {
                dropWhileNotLeft(plane[0], turn);
            }
            inPlane = 0;
        }

        private void push(long point, int start) {
            dropWhileNotLeft(point, start);
            if (found == corners.length) {
                corners = Arrays.copyOf(corners, 2 * found);
            }
            corners[found++] = point;
        }

        private void dropWhileNotLeft(long point, int start) {
            while (found - start >= 2 && !turnsLeft(corners[found - 2], corners[found - 1], point)) {
                found--;
            }
        }

        private static boolean turnsLeft(long from, long over, long to) {
            long overB = b(over) - b(from);
            long overC = c(over) - c(from);
            long toB = b(to) - b(from);
            long toC = c(to) - c(from);
            return overB * toC - overC * toB > 0;
        }
    }
}
