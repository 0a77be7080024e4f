package io.mirstream.imaging.volume;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.VolumeGeometry;
import java.util.ArrayList;
import java.util.List;

/** How the axes of a stored volume become columns (to the left), rows (to the back) and slices (to the head). */
public final class PatientAxes {
    private final int[] shape;
    private final int[] storedAxis = new int[3]; // of the patient axes L, P, S
    private final boolean[] flipped = new boolean[3];
    private final VolumeGeometry geometry;

    private PatientAxes(int[] shape, double[][] affine) {
        this.shape = shape.clone();
        double[] spacing = new double[3];
        assignAxes(affine, spacing);
        geometry = geometry(affine, spacing);
    }

    /**
     * @param shape of the stored volume, along i, j and k
     * @param affineRas from (i, j, k) to mm in RAS, [3][4]
     * @throws CodedException {@code UNSUPPORTED_GEOMETRY}
     */
    public static PatientAxes of(int[] shape, double[][] affineRas) {
        return new PatientAxes(shape, affineRas);
    }

    /** The stored axis that is most aligned with a patient axis takes it, strongest first. */
    private void assignAxes(double[][] affine, double[] spacing) {
        boolean[] patientTaken = new boolean[3];
        boolean[] storedTaken = new boolean[3];
        double[] length = new double[3];
        for (int stored = 0; stored < 3; stored++) {
            length[stored] = Math.sqrt(affine[0][stored] * affine[0][stored]
                    + affine[1][stored] * affine[1][stored]
                    + affine[2][stored] * affine[2][stored]);
        }
        for (int round = 0; round < 3; round++) {
            int bestPatient = -1;
            int bestStored = -1;
            double best = -1;
            for (int patient = 0; patient < 3; patient++) {
                for (int stored = 0; stored < 3; stored++) {
                    double cosine = Math.abs(affine[patient][stored]) / length[stored];
                    if (!patientTaken[patient] && !storedTaken[stored] && cosine > best) {
                        best = cosine;
                        bestPatient = patient;
                        bestStored = stored;
                    }
                }
            }
            patientTaken[bestPatient] = true;
            storedTaken[bestStored] = true;
            storedAxis[bestPatient] = bestStored;
            boolean positiveInRas = affine[bestPatient][bestStored] > 0;
            // patient axes are Left, Posterior, Superior; the affine's are Right, Anterior, Superior
            flipped[bestPatient] = bestPatient == 2 ? !positiveInRas : positiveInRas;
            spacing[bestPatient] = length[bestStored];
        }
    }

    private VolumeGeometry geometry(double[][] affine, double[] spacing) {
        int sliceAxis = storedAxis[2];
        double[] normal = normal(affine);
        double first = 0;
        for (int row = 0; row < 3; row++) {
            double origin = affine[row][3];
            for (int patient = 0; patient < 3; patient++) {
                int stored = storedAxis[patient];
                origin += flipped[patient] ? affine[row][stored] * (shape[stored] - 1) : 0;
            }
            first += normal[row] * origin;
        }
        double step = 0;
        for (int row = 0; row < 3; row++) {
            step += normal[row] * affine[row][sliceAxis] * (flipped[2] ? -1 : 1);
        }
        List<Double> positions = new ArrayList<>();
        for (int index = 0; index < slices(); index++) {
            positions.add(first + index * step);
        }
        double gap = Math.abs(step);
        return new VolumeGeometry(
                rows(),
                columns(),
                spacing[1],
                spacing[0],
                positions,
                gap,
                gap,
                gap,
                Math.abs(normal[2]) < 0.9998 ? "axial-oblique" : "axial",
                0,
                List.of());
    }

    /** Of the slice plane, to the head; in RAS. */
    private double[] normal(double[][] affine) {
        int u = storedAxis[0];
        int v = storedAxis[1];
        double[] cross = {
            affine[1][u] * affine[2][v] - affine[2][u] * affine[1][v],
            affine[2][u] * affine[0][v] - affine[0][u] * affine[2][v],
            affine[0][u] * affine[1][v] - affine[1][u] * affine[0][v]
        };
        double length = Math.sqrt(cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2]);
        if (!(length > 1e-9)) {
            throw new CodedException(ErrorCode.UNSUPPORTED_GEOMETRY, "the voxel axes do not span a plane");
        }
        double sign = cross[2] < 0 ? -1 : 1;
        return new double[] {sign * cross[0] / length, sign * cross[1] / length, sign * cross[2] / length};
    }

    /** Of the slices in patient axes. */
    public VolumeGeometry geometry() {
        return geometry;
    }

    /** Of each stored axis the patient's direction that is nearest, such as {@code RAS}. */
    public String orientation() {
        char[] letters = new char[3];
        for (int patient = 0; patient < 3; patient++) {
            letters[storedAxis[patient]] = (flipped[patient] ? "RAI" : "LPS").charAt(patient);
        }
        return new String(letters);
    }

    public int columns() {
        return shape[storedAxis[0]];
    }

    public int rows() {
        return shape[storedAxis[1]];
    }

    public int slices() {
        return shape[storedAxis[2]];
    }

    /** Whether planes of equal k are slices already, foot to head: they can be handed on as they are read. */
    public boolean isStack() {
        return storedAxis[2] == 2 && !flipped[2];
    }

    /** Which slice a stored voxel is in. */
    public int slice(int i, int j, int k) {
        return index(2, i, j, k);
    }

    /** Where in its slice a stored voxel is, row-major. */
    public int pixel(int i, int j, int k) {
        return index(1, i, j, k) * columns() + index(0, i, j, k);
    }

    private int index(int patient, int i, int j, int k) {
        int stored = storedAxis[patient];
        int at = stored == 0 ? i : stored == 1 ? j : k;
        return flipped[patient] ? shape[stored] - 1 - at : at;
    }
}
