package io.mirstream.imaging.lesion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The definitions, written down voxel by voxel and pair by pair with no thought of speed. */
final class NaiveLesions {
    private final LabelVolume volume;
    private final List<List<int[]>> components = new ArrayList<>();

    NaiveLesions(LabelVolume volume, int label, boolean corners) {
        this.volume = volume;
        boolean[] seen = new boolean[volume.labels().length];
        for (int k = 0; k < volume.shape().get(2); k++) {
            for (int j = 0; j < volume.shape().get(1); j++) {
                for (int i = 0; i < volume.shape().get(0); i++) {
                    int[] seed = {i, j, k};
                    if (volume.labels()[at(seed)] == label && !seen[at(seed)]) {
                        components.add(flood(seed, label, corners, seen));
                    }
                }
            }
        }
    }

    List<List<int[]>> components() {
        return components;
    }

    List<int[]> largest() {
        List<int[]> largest = components.getFirst();
        for (List<int[]> component : components) {
            largest = component.size() > largest.size() ? component : largest;
        }
        return largest;
    }

    List<Integer> box(List<int[]> component) {
        List<Integer> box = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
            int fixed = axis;
            int[] sorted =
                    component.stream().mapToInt(voxel -> voxel[fixed]).sorted().toArray();
            box.add(sorted[sorted.length - 1] - sorted[0] + 1);
        }
        return box;
    }

    double feretMm(List<int[]> component) {
        double farthest = 0;
        for (int[] one : component) {
            for (int[] other : component) {
                double squares = 0;
                for (int axis = 0; axis < 3; axis++) {
                    squares += Math.pow(
                            (one[axis] - other[axis]) * volume.spacingMm().get(axis), 2);
                }
                farthest = Math.max(farthest, Math.sqrt(squares));
            }
        }
        return farthest;
    }

    /** By the cosine of a third of an angle (Smith, 1961), not by rotations; ascending. */
    static double[] variances(List<int[]> component, List<Double> spacing) {
        double[][] m = covariance(component, spacing);
        double mean = (m[0][0] + m[1][1] + m[2][2]) / 3;
        double squares = 0;
        for (int a = 0; a < 3; a++) {
            m[a][a] -= mean;
            for (int b = 0; b < 3; b++) {
                squares += a == b ? m[a][a] * m[a][a] : m[a][b] * m[a][b];
            }
        }
        double p = Math.sqrt(squares / 6);
        if (p == 0) {
            return new double[] {mean, mean, mean};
        }
        double cosine = Math.max(-1, Math.min(1, determinant(m) / (2 * p * p * p)));
        double third = Math.acos(cosine) / 3;
        double[] values = {
            mean + 2 * p * Math.cos(third),
            mean + 2 * p * Math.cos(third + 2 * Math.PI / 3),
            mean + 2 * p * Math.cos(third + 4 * Math.PI / 3)
        };
        Arrays.sort(values);
        return values;
    }

    /** Diameter of the largest axis; 0 for a flat component. */
    static double ellipsoidDiameter(List<int[]> component, List<Double> spacing) {
        double determinant = determinant(covariance(component, spacing));
        if (determinant < 1e-12) {
            return 0;
        }
        double volume = component.size() * spacing.get(0) * spacing.get(1) * spacing.get(2);
        double radius = Math.pow(volume * 3 / 4 / Math.PI, 1 / 3.0);
        return 2 * radius * Math.sqrt(variances(component, spacing)[2] / Math.pow(determinant, 1 / 3.0));
    }

    private List<int[]> flood(int[] seed, int label, boolean corners, boolean[] seen) {
        List<int[]> component = new ArrayList<>();
        Deque<int[]> open = new ArrayDeque<>(List.of(seed));
        seen[at(seed)] = true;
        while (!open.isEmpty()) {
            int[] voxel = open.pop();
            component.add(voxel);
            for (int step = 0; step < 27; step++) {
                int[] d = {step % 3 - 1, step / 3 % 3 - 1, step / 9 - 1};
                int[] next = {voxel[0] + d[0], voxel[1] + d[1], voxel[2] + d[2]};
                boolean face = Math.abs(d[0]) + Math.abs(d[1]) + Math.abs(d[2]) == 1;
                if ((corners || face) && inside(next) && volume.labels()[at(next)] == label && !seen[at(next)]) {
                    seen[at(next)] = true;
                    open.push(next);
                }
            }
        }
        return component;
    }

    private boolean inside(int[] voxel) {
        for (int axis = 0; axis < 3; axis++) {
            if (voxel[axis] < 0 || voxel[axis] >= volume.shape().get(axis)) {
                return false;
            }
        }
        return true;
    }

    private int at(int[] voxel) {
        return (voxel[2] * volume.shape().get(1) + voxel[1]) * volume.shape().get(0) + voxel[0];
    }

    private static double[][] covariance(List<int[]> component, List<Double> spacing) {
        double[] mean = new double[3];
        for (int[] voxel : component) {
            for (int axis = 0; axis < 3; axis++) {
                mean[axis] += voxel[axis] * spacing.get(axis) / component.size();
            }
        }
        double[][] covariance = new double[3][3];
        for (int[] voxel : component) {
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < 3; b++) {
                    covariance[a][b] += (voxel[a] * spacing.get(a) - mean[a])
                            * (voxel[b] * spacing.get(b) - mean[b])
                            / component.size();
                }
            }
        }
        return covariance;
    }

    private static double determinant(double[][] m) {
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }
}
