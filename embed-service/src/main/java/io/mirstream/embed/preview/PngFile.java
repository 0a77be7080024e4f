package io.mirstream.embed.preview;

import io.mirstream.contracts.event.Png;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG files (ISO/IEC 15948) of RGB pixels, 8 bits a channel: the three chunks that must be there, and no other. */
final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int CHANNELS = 3;

    /** Bit depth 8, colour type RGB, deflate, adaptive filters, not interlaced: 11.2.2. */
    private static final byte[] FORMAT = {8, 2, 0, 0, 0};

    /** Of a chunk: its length, type and checksum. */
    private static final int CHUNK_FRAME = 12;

    private static final int IHDR_BYTES = 2 * Integer.BYTES + FORMAT.length;

    /** Filter type 1, 9.2: each byte less the one that is a pixel to the left. Images of CT compress best by it. */
    private static final byte SUB = 1;

    private PngFile() {}

    /** @param rgb row-major, three bytes a pixel */
    static Png ofRgb(int width, int height, byte[] rgb) {
        byte[] data = deflated(filtered(width, height, rgb));
        ByteBuffer file = ByteBuffer.allocate(SIGNATURE.length + IHDR_BYTES + data.length + 3 * CHUNK_FRAME);
        file.put(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(IHDR_BYTES);
        header.putInt(width).putInt(height).put(FORMAT);
        putChunk(file, "IHDR", header.array());
        putChunk(file, "IDAT", data);
        putChunk(file, "IEND", new byte[0]);
        return Png.of(file.array());
    }

    private static void putChunk(ByteBuffer file, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        file.putInt(data.length).put(name).put(data).putInt((int) checksum.getValue());
    }

    private static byte[] filtered(int width, int height, byte[] rgb) {
        int line = CHANNELS * width;
        byte[] filtered = new byte[(line + 1) * height];
        for (int y = 0; y < height; y++) {
            int from = y * line;
            int to = y * (line + 1);
            filtered[to] = SUB;
            System.arraycopy(rgb, from, filtered, to + 1, CHANNELS);
            for (int i = CHANNELS; i < line; i++) {
                filtered[to + 1 + i] = (byte) (rgb[from + i] - rgb[from + i - CHANNELS]);
            }
        }
        return filtered;
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater();
        try {
            deflater.setStrategy(Deflater.HUFFMAN_ONLY); // noise repeats nothing: a twentieth larger in half the time
            deflater.setInput(bytes);
            deflater.finish();
            byte[] deflated = new byte[bytes.length / 2 + 64];
            int length = 0;
            while (!deflater.finished()) {
                if (length == deflated.length) {
                    deflated = Arrays.copyOf(deflated, 2 * length);
                }
                length += deflater.deflate(deflated, length, deflated.length - length);
            }
            return Arrays.copyOf(deflated, length);
        } finally {
            deflater.end(); // its native memory
        }
    }
}
