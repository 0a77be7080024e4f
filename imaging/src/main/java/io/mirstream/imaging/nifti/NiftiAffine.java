package io.mirstream.imaging.nifti;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/** Voxel index to millimetres, by the rule of nibabel's {@code get_best_affine}. */
final class NiftiAffine {
    /** A kilometre: no scanner's coordinates reach as far, and slices stay apart in double precision. */
    private static final double MAX_ORIGIN_MM = 1e6;

    private static final double MIN_VOXEL_MM = 1e-6;
    private static final double MAX_VOXEL_MM = 1e6;

    private final double[][] ras;
    private final String from;
    private final NiftiFields fields;

    private NiftiAffine(double[][] ras, String from, NiftiFields fields) {
        this.ras = ras;
        this.from = from;
        this.fields = fields;
    }

    /** @throws CodedException {@code UNSUPPORTED_GEOMETRY} when no scanner can have written it */
    static NiftiAffine of(NiftiFields fields, int[] shape) {
        NiftiAffine affine;
        if (fields.sformCode() > 0) {
            affine = new NiftiAffine(sform(fields), "sform", fields);
        } else if (fields.qformCode() > 0) {
            affine = new NiftiAffine(qform(fields), "qform", fields);
        } else {
            affine = new NiftiAffine(centred(fields, shape), "pixdim", fields);
        }
        affine.requireSensible();
        return affine;
    }

    /** 3 rows of 4, to the Right, Anterior, Superior. */
    double[][] ras() {
        return ras;
    }

    /** {@code sform}, {@code qform} or {@code pixdim}. */
    String from() {
        return from;
    }

    int qformCode() {
        return fields.qformCode();
    }

    int sformCode() {
        return fields.sformCode();
    }

    /** qfac, then the size of a voxel along each stored axis. */
    double[] pixdim() {
        return new double[] {fields.pixdim(0), fields.pixdim(1), fields.pixdim(2), fields.pixdim(3)};
    }

    private static double[][] sform(NiftiFields fields) {
        double[][] affine = new double[3][4];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 4; column++) {
                affine[row][column] = fields.srow(row, column);
            }
        }
        return affine;
    }

    /** nifti1.h, METHOD 2; qfac is -1 or taken for 1. */
    private static double[][] qform(NiftiFields fields) {
        double[][] rotation = rotation(fields);
        double[][] affine = new double[3][4];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                affine[row][column] = rotation[row][column] * size(fields, column);
            }
            if (fields.pixdim(0) == -1) {
                affine[row][2] = -affine[row][2];
            }
            affine[row][3] = fields.qoffset(row);
        }
        return affine;
    }

    private static double[][] rotation(NiftiFields fields) {
        double b = fields.quaternion(0);
        double c = fields.quaternion(1);
        double d = fields.quaternion(2);
        double rest = 1 - (b * b + c * c + d * d);
        if (!(rest > -fields.quaternionTolerance())) {
            throw new CodedException(ErrorCode.UNSUPPORTED_GEOMETRY, "the quaternion is no rotation");
        }
        double a = rest < fields.quaternionTolerance() ? 0 : Math.sqrt(rest);
        double scale = 2 / (a * a + b * b + c * c + d * d);
        return new double[][] {
            {1 - scale * (c * c + d * d), scale * (b * c - a * d), scale * (b * d + a * c)},
            {scale * (b * c + a * d), 1 - scale * (b * b + d * d), scale * (c * d - a * b)},
            {scale * (b * d - a * c), scale * (c * d + a * b), 1 - scale * (b * b + c * c)}
        };
    }

    /** About the centre of the volume, with x to the left. */
    private static double[][] centred(NiftiFields fields, int[] shape) {
        double[][] affine = new double[3][4];
        for (int axis = 0; axis < 3; axis++) {
            double size = size(fields, axis) * (axis == 0 ? -1 : 1);
            affine[axis][axis] = size;
            affine[axis][3] = -size * (shape[axis] - 1) / 2.0;
        }
        return affine;
    }

    /** What a header must not say is mended as nibabel mends it: no size is 1, and a negative one has lost its sign. */
    private static double size(NiftiFields fields, int axis) {
        double size = Math.abs(fields.pixdim(axis + 1));
        return size == 0 ? 1 : size;
    }

    private void requireSensible() {
        for (int column = 0; column < 3; column++) {
            double length = Math.sqrt(square(ras[0][column]) + square(ras[1][column]) + square(ras[2][column]));
            if (!(length > MIN_VOXEL_MM && length < MAX_VOXEL_MM)) {
                throw new CodedException(ErrorCode.UNSUPPORTED_GEOMETRY, "the voxel axes have no sensible length");
            }
        }
        for (double[] row : ras) {
            if (!(Math.abs(row[3]) < MAX_ORIGIN_MM)) {
                throw new CodedException(ErrorCode.UNSUPPORTED_GEOMETRY, "the volume has no sensible origin");
            }
        }
    }

    private static double square(double value) {
        return value * value;
    }
}
