package io.mirstream.eval.learn;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** What is needed of linear algebra. One thread, so that the same numbers give the same numbers. */
final class Linear {
    private Linear() {}

    /**
     * Of a symmetric matrix.
     *
     * @param values largest first
     * @param vectors of length 1, one a row, in the order of the values
     */
    record Eigen(double[] values, double[][] vectors) {}

    /** @param symmetric is left as it is */
    static Eigen eigen(double[][] symmetric) {
        int size = symmetric.length;
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(size, true, true);
        if (!decomposition.decompose(new DMatrixRMaj(symmetric))) {
            throw new IllegalStateException("a symmetric matrix of finite numbers has eigenvectors");
        }
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer at) -> -decomposition.getEigenvalue(at).getReal()))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = new double[size];
        double[][] vectors = new double[size][];
        for (int rank = 0; rank < size; rank++) {
            values[rank] = decomposition.getEigenvalue(order[rank]).getReal();
            vectors[rank] = decomposition.getEigenVector(order[rank]).getData().clone();
        }
        return new Eigen(values, vectors);
    }

    /** Inner products of the rows of one with those of the other. */
    static double[][] products(double[][] rows, double[][] others) {
        DMatrixRMaj product = new DMatrixRMaj(rows.length, others.length);
        CommonOps_DDRM.multTransB(new DMatrixRMaj(rows), new DMatrixRMaj(others), product);
        return arrays(product);
    }

    /** Sum over the rows of the outer products with themselves. */
    static double[][] scatter(double[][] rows) {
        return outer(rows, rows);
    }

    /** Sum over the rows of the outer products of one with the other: {@code A^T B}. */
    static double[][] outer(double[][] rows, double[][] others) {
        DMatrixRMaj sum = new DMatrixRMaj(rows[0].length, others[0].length);
        CommonOps_DDRM.multTransA(new DMatrixRMaj(rows), new DMatrixRMaj(others), sum);
        return arrays(sum);
    }

    private static double[][] arrays(DMatrixRMaj matrix) {
        double[][] rows = new double[matrix.numRows][matrix.numCols];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(matrix.data, row * matrix.numCols, rows[row], 0, matrix.numCols);
        }
        return rows;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** 0 for a vector of zeros, which has no direction. */
    static double cosine(double[] a, double[] b) {
        double lengths = Math.sqrt(dot(a, a) * dot(b, b));
        return lengths == 0 ? 0 : dot(a, b) / lengths;
    }

    static double[] mean(double[][] rows) {
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        return mean;
    }

    static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= b[i];
        }
        return difference;
    }
}
