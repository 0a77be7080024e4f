package io.mirstream.embed.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writes numpy's format NPY 1.0 (NEP 1): little-endian float32 in C order. */
final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    /** Magic, length and header together are a multiple of this. */
    private static final int ALIGNMENT = 64;

    private NpyFile() {}

    /** {@code [rows, length]}. */
    static void matrix(Path file, List<float[]> rows) throws IOException {
        write(file, "(" + rows.size() + ", " + rows.getFirst().length + ")", rows);
    }

    /** {@code [length]}. */
    static void vector(Path file, float[] values) throws IOException {
        write(file, "(" + values.length + ",)", List.of(values));
    }

    /** Whole or not at all: a file that is there is not made again. */
    private static void write(Path file, String shape, List<float[]> rows) throws IOException {
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
        int unpadded = MAGIC.length + Short.BYTES + dictionary.length() + 1;
        String header = dictionary + " ".repeat(Math.floorMod(-unpadded, ALIGNMENT)) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(MAGIC.length
                        + Short.BYTES
                        + header.length()
                        + Float.BYTES * rows.size() * rows.getFirst().length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        for (float[] row : rows) {
            for (float value : row) {
                bytes.putFloat(value);
            }
        }
        Files.createDirectories(file.getParent());
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        Files.write(unfinished, bytes.array());
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
