package io.mirstream.imaging.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A NIfTI file of 4 x 3 x 2 voxels of 2 x 3 x 4 mm, int16, no forms; written field by field from nifti1.h and nifti2.h. */
public final class NiftiBytes {
    public static final int VOXELS = 4 * 3 * 2;

    private final boolean two;
    private final ByteBuffer header;
    private byte[] data = new byte[VOXELS * Short.BYTES];

    public NiftiBytes(int version, ByteOrder order) {
        two = version == 2;
        header = ByteBuffer.allocate(two ? 544 : 352).order(order);
        header.putInt(0, two ? 540 : 348);
        byte[] magic = (two ? "n+2\0\r\n\u001a\n" : "n+1\0").getBytes(StandardCharsets.ISO_8859_1);
        header.put(two ? 4 : 344, magic);
        dim(3, 4, 3, 2, 1, 1, 1, 1).pixdim(1, 2, 3, 4).datatype(4, 16);
        if (two) {
            header.putLong(168, 544);
        } else {
            header.putFloat(108, 352);
        }
    }

    public NiftiBytes dim(long... dim) {
        for (int i = 0; i < dim.length; i++) {
            if (two) {
                header.putLong(16 + 8 * i, dim[i]);
            } else {
                header.putShort(40 + 2 * i, (short) dim[i]);
            }
        }
        return this;
    }

    NiftiBytes pixdim(double... pixdim) {
        return reals(76, 104, pixdim);
    }

    public NiftiBytes datatype(int code, int bits) {
        header.putShort(two ? 12 : 70, (short) code).putShort(two ? 14 : 72, (short) bits);
        return this;
    }

    public NiftiBytes scale(double slope, double intercept) {
        return reals(112, 176, slope, intercept);
    }

    NiftiBytes qform(int code, double b, double c, double d, double x, double y, double z) {
        if (two) {
            header.putInt(344, code);
        } else {
            header.putShort(252, (short) code);
        }
        return reals(256, 352, b, c, d, x, y, z);
    }

    /** @param rows srow_x, srow_y, srow_z */
    public NiftiBytes sform(int code, double... rows) {
        if (two) {
            header.putInt(348, code);
        } else {
            header.putShort(254, (short) code);
        }
        return reals(280, 400, rows);
    }

    public NiftiBytes data(byte[] voxels) {
        data = voxels;
        return this;
    }

    NiftiBytes put(int at, int value) {
        header.put(at, (byte) value);
        return this;
    }

    ByteOrder order() {
        return header.order();
    }

    byte[] header() {
        return header.array().clone();
    }

    public byte[] file() {
        byte[] file = new byte[header.capacity() + data.length];
        System.arraycopy(header.array(), 0, file, 0, header.capacity());
        System.arraycopy(data, 0, file, header.capacity(), data.length);
        return file;
    }

    private NiftiBytes reals(int oneAt, int twoAt, double... values) {
        for (int i = 0; i < values.length; i++) {
            if (two) {
                header.putDouble(twoAt + 8 * i, values[i]);
            } else {
                header.putFloat(oneAt + 4 * i, (float) values[i]);
            }
        }
        return this;
    }
}
