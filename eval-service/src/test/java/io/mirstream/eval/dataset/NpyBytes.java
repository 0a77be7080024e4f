package io.mirstream.eval.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** NPY files, as numpy writes them or worse. */
public final class NpyBytes {
    private NpyBytes() {}

    public static String header(String shape) {
        return "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }          \n";
    }

    public static byte[] of(String header, float... values) {
        ByteBuffer data = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return of(1, header, data.array());
    }

    static byte[] of(int version, String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(12 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        bytes.put(text).put(data);
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        return written;
    }
}
