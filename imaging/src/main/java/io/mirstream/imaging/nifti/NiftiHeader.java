package io.mirstream.imaging.nifti;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a single-file NIfTI-1 image (nifti1.h).
 *
 * @param order of every number in the file
 * @param shape stored lengths of the three axes, fastest first
 * @param type of a voxel
 * @param dataOffset of the first voxel, in bytes
 * @param slope of {@code stored * slope + intercept}; 1 and 0 when the header says not to scale
 * @param affineRas voxel index to millimetres, axes to the Right, Anterior, Superior: 3 rows of 4
 */
record NiftiHeader(
        ByteOrder order,
        int[] shape,
        VoxelType type,
        long dataOffset,
        double slope,
        double intercept,
        double[][] affineRas) {
    static final int BYTES = 348;

    /** The data starts after the header and a 4-byte extension flag at the earliest. */
    private static final int MIN_DATA_OFFSET = 352;

    /** Where a header says nothing of its size, no header extension is this long. */
    private static final int MAX_DATA_OFFSET = 64 << 20;

    /** A kilometre: no scanner's coordinates reach as far, and slices stay apart in double precision. */
    private static final double MAX_ORIGIN_MM = 1e6;

    enum VoxelType {
        UINT8(2, 1),
        INT16(4, 2),
        INT32(8, 4),
        FLOAT32(16, 4),
        FLOAT64(64, 8),
        INT8(256, 1),
        UINT16(512, 2),
        UINT32(768, 4),
        INT64(1024, 8),
        UINT64(1280, 8);

        private final int code;
        final int bytes;

        VoxelType(int code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }

        static VoxelType of(int code) {
            for (VoxelType type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "NIfTI data type " + code + " is not scalar");
        }

        /** Integers beyond 2^53 lose their last bits, as they do in nibabel. */
        double read(ByteBuffer buffer, int at) {
            return switch (this) {
                case UINT8 -> buffer.get(at) & 0xff;
                case INT8 -> buffer.get(at);
                case INT16 -> buffer.getShort(at);
                case UINT16 -> buffer.getShort(at) & 0xffff;
                case INT32 -> buffer.getInt(at);
                case UINT32 -> buffer.getInt(at) & 0xffff_ffffL;
                case INT64 -> buffer.getLong(at);
                case UINT64 -> {
                    long value = buffer.getLong(at);
                    yield value >= 0 ? value : (value >>> 1) * 2.0;
                }
                case FLOAT32 -> buffer.getFloat(at);
                case FLOAT64 -> buffer.getDouble(at);
            };
        }
    }

    /** @throws CodedException {@code NOT_DICOM} when this is no NIfTI, {@code UNSUPPORTED_PIXELS}, {@code MALFORMED} */
    static NiftiHeader parse(byte[] bytes) {
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int size = header.getInt(0);
        if (size != BYTES) {
            header.order(ByteOrder.BIG_ENDIAN);
            if (header.getInt(0) == 540 || size == 540) {
                throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "NIfTI-2 is not read yet");
            }
            if (header.getInt(0) != BYTES) {
                throw new CodedException(ErrorCode.NOT_DICOM, "neither DICOM nor NIfTI");
            }
        }
        if (header.get(344) != 'n' || header.get(345) != '+' || header.get(346) != '1') {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "NIfTI in two files (.hdr and .img) is not read");
        }
        double slope = header.getFloat(112);
        boolean scaled = slope != 0 && Double.isFinite(slope);
        double intercept = header.getFloat(116);
        if (scaled && !Double.isFinite(intercept)) {
            throw new CodedException(ErrorCode.MALFORMED, "scl_inter is not a number");
        }
        float offset = header.getFloat(108);
        if (!(offset >= MIN_DATA_OFFSET && offset <= MAX_DATA_OFFSET)) {
            throw new CodedException(ErrorCode.MALFORMED, "vox_offset lies outside the file's start");
        }
        int[] shape = shape(header);
        return new NiftiHeader(
                header.order(),
                shape,
                VoxelType.of(header.getShort(70)),
                (long) offset,
                scaled ? slope : 1,
                scaled ? intercept : 0,
                affine(header, shape));
    }

    private static int[] shape(ByteBuffer header) {
        int rank = header.getShort(40);
        if (rank < 3 || rank > 7) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "a volume has three axes");
        }
        for (int axis = 4; axis <= rank; axis++) {
            if (header.getShort(40 + 2 * axis) > 1) {
                throw new CodedException(
                        ErrorCode.UNSUPPORTED_PIXELS, "a volume with a fourth axis is not one CT volume");
            }
        }
        int[] shape = {header.getShort(42), header.getShort(44), header.getShort(46)};
        for (int length : shape) {
            if (length < 1) {
                throw new CodedException(ErrorCode.MALFORMED, "an axis has no length");
            }
        }
        return shape;
    }

    /** sform, else qform, else the pixel sizes about the centre with x to the left, as nibabel chooses. */
    private static double[][] affine(ByteBuffer header, int[] shape) {
        double[][] affine;
        if (header.getShort(254) > 0) {
            affine = new double[3][4];
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 4; column++) {
                    affine[row][column] = header.getFloat(280 + 16 * row + 4 * column);
                }
            }
        } else if (header.getShort(252) > 0) {
            affine = quaternionAffine(header);
        } else {
            affine = new double[3][4];
            for (int axis = 0; axis < 3; axis++) {
                double size = Math.abs(header.getFloat(80 + 4 * axis)) * (axis == 0 ? -1 : 1);
                affine[axis][axis] = size;
                affine[axis][3] = -size * (shape[axis] - 1) / 2.0;
            }
        }
        for (int column = 0; column < 3; column++) {
            double length =
                    Math.sqrt(square(affine[0][column]) + square(affine[1][column]) + square(affine[2][column]));
            if (!(length > 1e-6 && length < 1e6)) {
                throw new CodedException(ErrorCode.UNSUPPORTED_GEOMETRY, "the voxel axes have no sensible length");
            }
        }
        for (double[] row : affine) {
            if (!(Math.abs(row[3]) < MAX_ORIGIN_MM)) {
                throw new CodedException(ErrorCode.UNSUPPORTED_GEOMETRY, "the volume has no sensible origin");
            }
        }
        return affine;
    }

    private static double[][] quaternionAffine(ByteBuffer header) {
        double b = header.getFloat(256);
        double c = header.getFloat(260);
        double d = header.getFloat(264);
        double a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
        double handed = header.getFloat(76) < 0 ? -1 : 1;
        double[][] rotation = {
            {a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)},
            {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)},
            {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c}
        };
        double[][] affine = new double[3][4];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                double size = header.getFloat(80 + 4 * column);
                affine[row][column] = rotation[row][column] * size * (column == 2 ? handed : 1);
            }
            affine[row][3] = header.getFloat(268 + 4 * row);
        }
        return affine;
    }

    private static double square(double value) {
        return value * value;
    }
}
