package io.mirstream.imaging.lesion;

import java.util.Arrays;

/** Eigenvalues by Jacobi's rotations (Golub and Van Loan, Matrix Computations, 8.5). */
final class SymmetricMatrix {
    /** Half a step of double at 1: a smaller coupling of two axes changes neither's digits. */
    private static final double NEGLIGIBLE = 0x1p-53;

    /** Convergence is quadratic; a 3 x 3 matrix takes about six. */
    private static final int MAX_SWEEPS = 40;

    private SymmetricMatrix() {}

    /**
     * @param matrix symmetric with no negative eigenvalue, such as a covariance; overwritten
     * @return ascending; what rounding has left below 0 is 0
     */
    static double[] eigenvalues(double[][] matrix) {
        boolean turned = true;
        for (int sweep = 0; turned && sweep < MAX_SWEEPS; sweep++) {
            turned = false;
            for (int p = 0; p < matrix.length; p++) {
                for (int q = p + 1; q < matrix.length; q++) {
                    if (Math.abs(matrix[p][q]) > NEGLIGIBLE * Math.sqrt(Math.abs(matrix[p][p] * matrix[q][q]))) {
                        rotate(matrix, p, q);
                        turned = true;
                    }
                }
            }
        }
        double[] values = new double[matrix.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, matrix[i][i]);
        }
        Arrays.sort(values);
        return values;
    }

    /** Turns axes p and q so that they are no longer coupled. */
    private static void rotate(double[][] matrix, int p, int q) {
        double coupling = matrix[p][q];
        double cotangent = (matrix[q][q] - matrix[p][p]) / (2 * coupling);
        double tangent = Math.copySign(1, cotangent) / (Math.abs(cotangent) + Math.sqrt(1 + cotangent * cotangent));
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        double sine = tangent * cosine;
        matrix[p][p] -= tangent * coupling;
        matrix[q][q] += tangent * coupling;
        matrix[p][q] = 0;
        matrix[q][p] = 0;
        for (int other = 0; other < matrix.length; other++) {
            if (other != p && other != q) {
                double ofP = matrix[other][p];
                double ofQ = matrix[other][q];
                matrix[other][p] = cosine * ofP - sine * ofQ;
                matrix[other][q] = sine * ofP + cosine * ofQ;
                matrix[p][other] = matrix[other][p];
                matrix[q][other] = matrix[other][q];
            }
        }
    }
}
