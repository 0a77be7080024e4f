package io.mirstream.imaging.nifti;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a single-file NIfTI-1 or NIfTI-2 image (nifti1.h, nifti2.h).
 *
 * @param version 1 or 2
 * @param order of every number in the file
 * @param shape stored lengths of the three axes, fastest first
 * @param type of a voxel
 * @param dataOffset of the first voxel, in bytes
 * @param slope of {@code stored * slope + intercept}; 1 and 0 when the header says not to scale
 * @param affine voxel index to millimetres
 */
record NiftiHeader(
        int version,
        ByteOrder order,
        int[] shape,
        VoxelType type,
        long dataOffset,
        double slope,
        double intercept,
        NiftiAffine affine) {
    /** Of the longer header. */
    static final int MAX_BYTES = NiftiFields.NIFTI_2_BYTES;

    /** Where a header says nothing of its size, no header extension is this long. */
    private static final int MAX_DATA_OFFSET = 64 << 20;

    /** What NIfTI-1 can say; with three such axes, bytes are still counted without overflow. */
    private static final int MAX_LENGTH = Short.MAX_VALUE;

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

        final int code;
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
            throw new CodedException(
                    ErrorCode.UNSUPPORTED_PIXELS,
                    switch (code) {
                        case 128, 2304 -> "colour is no CT volume";
                        case 32, 1792, 2048 -> "complex numbers are no CT volume";
                        default -> "NIfTI data type " + code + " is not read";
                    });
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

    /**
     * @param bytes the file's first {@link #MAX_BYTES}, or all of a shorter one
     * @throws CodedException {@code NOT_DICOM} when this is no NIfTI, {@code UNSUPPORTED_PIXELS}, {@code
     *     UNSUPPORTED_GEOMETRY}, {@code TRUNCATED}, {@code MALFORMED}
     */
    static NiftiHeader parse(byte[] bytes) {
        NiftiFields fields = NiftiFields.of(bytes);
        double slope = fields.slope();
        boolean scaled = slope != 0 && Double.isFinite(slope);
        double intercept = fields.intercept();
        if (scaled && !Double.isFinite(intercept)) {
            throw new CodedException(ErrorCode.MALFORMED, "scl_inter is not a number");
        }
        double offset = fields.voxOffset();
        if (!(offset >= fields.minDataOffset() && offset <= MAX_DATA_OFFSET)) {
            throw new CodedException(ErrorCode.MALFORMED, "vox_offset lies outside the file's start");
        }
        int[] shape = shape(fields);
        return new NiftiHeader(
                fields.version(),
                fields.order(),
                shape,
                VoxelType.of(fields.datatype()),
                (long) offset,
                scaled ? slope : 1,
                scaled ? intercept : 0,
                NiftiAffine.of(fields, shape));
    }

    private static int[] shape(NiftiFields fields) {
        long rank = fields.dim(0);
        if (rank < 3 || rank > 7) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "a volume has three axes");
        }
        for (int axis = 1; axis <= rank; axis++) {
            if (fields.dim(axis) < 1) {
                throw new CodedException(ErrorCode.MALFORMED, "an axis has no length");
            }
            if (axis > 3 && fields.dim(axis) > 1) {
                throw new CodedException(
                        ErrorCode.UNSUPPORTED_PIXELS, "a volume with a fourth axis is not one CT volume");
            }
        }
        int[] shape = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            if (fields.dim(axis + 1) > MAX_LENGTH) {
                throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "the volume is larger than allowed");
            }
            shape[axis] = (int) fields.dim(axis + 1);
        }
        return shape;
    }
}
