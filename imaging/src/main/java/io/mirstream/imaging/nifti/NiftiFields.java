package io.mirstream.imaging.nifti;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Where the fields of a single-file header lie: NIfTI-1 (nifti1.h) with short and float, NIfTI-2 (nifti2.h) with wider. */
final class NiftiFields {
    private static final int NIFTI_1_BYTES = 348;
    static final int NIFTI_2_BYTES = 540;

    /** A header is followed by a 4-byte extension flag. */
    private static final int EXTENSION_FLAG_BYTES = 4;

    private static final byte[] NIFTI_1_MAGIC = {'n', '+', '1', 0};

    /** The tail shows whether a transfer as text has changed the file's line ends. */
    private static final byte[] NIFTI_2_MAGIC = {'n', '+', '2', 0, '\r', '\n', 0x1a, '\n'};

    private final ByteBuffer header;
    private final boolean wide;

    private NiftiFields(ByteBuffer header, boolean wide) {
        this.header = header;
        this.wide = wide;
    }

    /**
     * @param bytes the file's first, as many as the longer header has where there are so many
     * @throws CodedException {@code NOT_DICOM} when this is no NIfTI, {@code UNSUPPORTED_PIXELS} for two files, {@code
     *     TRUNCATED}, {@code MALFORMED}
     */
    static NiftiFields of(byte[] bytes) {
        if (bytes.length < NIFTI_1_BYTES) {
            throw new CodedException(ErrorCode.NOT_DICOM, "shorter than a NIfTI header");
        }
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer header = ByteBuffer.wrap(bytes).order(order);
            int size = header.getInt(0);
            if (size == NIFTI_1_BYTES) {
                requireMagic(Arrays.copyOfRange(bytes, 344, 348), NIFTI_1_MAGIC);
                return new NiftiFields(header, false);
            }
            if (size == NIFTI_2_BYTES) {
                if (bytes.length < NIFTI_2_BYTES) {
                    throw new CodedException(ErrorCode.TRUNCATED, "the file ends before its header does");
                }
                requireMagic(Arrays.copyOfRange(bytes, 4, 12), NIFTI_2_MAGIC);
                return new NiftiFields(header, true);
            }
        }
        throw new CodedException(ErrorCode.NOT_DICOM, "neither DICOM nor NIfTI");
    }

    private static void requireMagic(byte[] found, byte[] magic) {
        if (Arrays.equals(found, 0, 3, magic, 0, 3)) {
            if (!Arrays.equals(found, magic)) {
                throw new CodedException(ErrorCode.MALFORMED, "the NIfTI magic is damaged");
            }
            return;
        }
        throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "only NIfTI in one file is read, not .hdr with .img");
    }

    static boolean isSize(int size) {
        return size == NIFTI_1_BYTES || size == NIFTI_2_BYTES;
    }

    /** 1 or 2. */
    int version() {
        return wide ? 2 : 1;
    }

    ByteOrder order() {
        return header.order();
    }

    /** The data starts here at the earliest. */
    int minDataOffset() {
        return (wide ? NIFTI_2_BYTES : NIFTI_1_BYTES) + EXTENSION_FLAG_BYTES;
    }

    /** How close to a unit quaternion the stored three must be: three steps of their type, as nibabel has it. */
    double quaternionTolerance() {
        return 3 * (wide ? Math.ulp(1.0) : Math.ulp(1.0f));
    }

    /** dim[0] is how many axes there are, dim[1..7] are their lengths. */
    long dim(int index) {
        return wide ? header.getLong(16 + 8 * index) : header.getShort(40 + 2 * index);
    }

    int datatype() {
        return header.getShort(wide ? 12 : 70);
    }

    /** pixdim[0] is qfac, pixdim[1..3] are sizes in millimetres. */
    double pixdim(int index) {
        return real(76, 104, index);
    }

    double voxOffset() {
        return wide ? header.getLong(168) : header.getFloat(108);
    }

    double slope() {
        return real(112, 176, 0);
    }

    double intercept() {
        return real(116, 184, 0);
    }

    int qformCode() {
        return wide ? header.getInt(344) : header.getShort(252);
    }

    int sformCode() {
        return wide ? header.getInt(348) : header.getShort(254);
    }

    /** quatern_b, quatern_c, quatern_d. */
    double quaternion(int index) {
        return real(256, 352, index);
    }

    double qoffset(int axis) {
        return real(268, 376, axis);
    }

    /** srow_x, srow_y, srow_z. */
    double srow(int row, int column) {
        return real(280, 400, 4 * row + column);
    }

    private double real(int narrowAt, int wideAt, int index) {
        return wide ? header.getDouble(wideAt + Double.BYTES * index) : header.getFloat(narrowAt + Float.BYTES * index);
    }
}
