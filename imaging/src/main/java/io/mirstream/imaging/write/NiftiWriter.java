package io.mirstream.imaging.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes volumes as NIfTI-1, with an sform; gzip when the name ends in {@code .gz}. */
public final class NiftiWriter {
    private static final int HEADER_BYTES = 352;
    private static final short UINT8 = 2;
    private static final short INT16 = 4;

    private NiftiWriter() {}

    /** Int16 HU. The slices must be evenly spaced: NIfTI knows no other stack. */
    public static void write(Path file, CtVolume volume) throws IOException {
        try (OutputStream out = open(file)) {
            out.write(header(volume, INT16, 16));
            for (short[] slice : volume.slices()) {
                ByteBuffer bytes =
                        ByteBuffer.allocate(slice.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asShortBuffer().put(slice);
                out.write(bytes.array());
            }
        }
    }

    /** Labels on the same grid, one byte a voxel. */
    public static void writeLabels(Path file, CtVolume grid, List<byte[]> labels) throws IOException {
        try (OutputStream out = open(file)) {
            out.write(header(grid, UINT8, 8));
            for (byte[] slice : labels) {
                out.write(slice);
            }
        }
    }

    private static OutputStream open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        OutputStream out = Files.newOutputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPOutputStream(out, 64 << 10) : out;
    }

    private static byte[] header(CtVolume volume, short type, int bits) {
        float pixel = (float) volume.pixelSpacingMm();
        float gap = (float) volume.sliceSpacingMm();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, 348);
        short[] dimensions = {
            3,
            (short) volume.columns(),
            (short) volume.rows(),
            (short) volume.slices().size(),
            1,
            1,
            1,
            1
        };
        for (int i = 0; i < dimensions.length; i++) {
            header.putShort(40 + 2 * i, dimensions[i]);
        }
        header.putShort(70, type);
        header.putShort(72, (short) bits);
        float[] sizes = {1, pixel, pixel, gap};
        for (int i = 0; i < sizes.length; i++) {
            header.putFloat(76 + 4 * i, sizes[i]);
        }
        header.putFloat(108, HEADER_BYTES);
        header.putFloat(112, 1);
        header.put(123, (byte) 2); // millimetres
        header.putShort(254, (short) 1); // sform: scanner coordinates
        float[][] affine = { // to the right and the front, where the volume runs to the left and the back
            {-pixel, 0, 0, (float) -volume.originLeftMm()},
            {0, -pixel, 0, (float) -volume.originBackMm()},
            {0, 0, gap, volume.positionsMm().getFirst().floatValue()},
        };
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 4; column++) {
                header.putFloat(280 + 16 * row + 4 * column, affine[row][column]);
            }
        }
        header.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
        return header.array();
    }
}
