package io.mirstream.embed.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/** The same pixels as our writer's files (Explicit VR Little Endian, 16 bits, pixel data last), transferred otherwise. */
enum TransferSyntaxes {
    /** PS3.5 A.5: all after the file meta information is a raw deflate stream. */
    DEFLATED("1.2.840.10008.1.2.1.99") {
        @Override
        byte[] dataSet(byte[] raw) {
            Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            deflater.setInput(raw);
            deflater.finish();
            byte[] deflated = new byte[raw.length + 1_024];
            int length = deflater.deflate(deflated);
            deflater.end();
            return Arrays.copyOf(deflated, length + length % 2);
        }
    },
    /** PS3.5 G: bytes of equal weight together, as literal runs. */
    RLE("1.2.840.10008.1.2.5") {
        @Override
        byte[] dataSet(byte[] raw) {
            int pixels = indexOf(raw, PIXEL_DATA);
            byte[] stored = Arrays.copyOfRange(raw, pixels + PIXEL_DATA.length + Integer.BYTES, raw.length);
            byte[] high = literalRuns(stored, 1);
            byte[] low = literalRuns(stored, 0);
            byte[] header = new byte[RLE_HEADER];
            little(header).putInt(2).putInt(RLE_HEADER).putInt(RLE_HEADER + high.length);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(raw, 0, pixels);
            out.writeBytes(new byte[] {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'B', 0, 0, -1, -1, -1, -1});
            item(out, 0xE000, 0);
            item(out, 0xE000, RLE_HEADER + high.length + low.length);
            out.writeBytes(header);
            out.writeBytes(high);
            out.writeBytes(low);
            item(out, 0xE0DD, 0);
            return out.toByteArray();
        }
    };

    private static final byte[] PIXEL_DATA = {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'W', 0, 0};
    private static final int PREAMBLE = 132;
    private static final int GROUP_LENGTH = 12;
    private static final int RLE_HEADER = 64;
    private static final int LONGEST_RUN = 128;

    private final String uid;

    TransferSyntaxes(String uid) {
        this.uid = uid;
    }

    abstract byte[] dataSet(byte[] raw);

    /** Writes each file of a folder to another. */
    void write(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.write(to.resolve(file.getFileName()), file(Files.readAllBytes(file)));
            }
        }
    }

    private byte[] file(byte[] raw) {
        int metaEnd = PREAMBLE
                + GROUP_LENGTH
                + ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).getInt(PREAMBLE + GROUP_LENGTH - Integer.BYTES);
        byte[] meta = meta(Arrays.copyOfRange(raw, PREAMBLE + GROUP_LENGTH, metaEnd));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(raw, 0, PREAMBLE + GROUP_LENGTH - Integer.BYTES);
        byte[] length = new byte[Integer.BYTES];
        little(length).putInt(meta.length);
        out.writeBytes(length);
        out.writeBytes(meta);
        out.writeBytes(dataSet(Arrays.copyOfRange(raw, metaEnd, raw.length)));
        return out.toByteArray();
    }

    private byte[] meta(byte[] raw) {
        byte[] tag = {2, 0, 0x10, 0, 'U', 'I'};
        int start = indexOf(raw, tag);
        int length = raw[start + tag.length];
        byte[] value = Arrays.copyOf(uid.getBytes(StandardCharsets.US_ASCII), uid.length() + uid.length() % 2);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(raw, 0, start + tag.length);
        out.writeBytes(new byte[] {(byte) value.length, 0});
        out.writeBytes(value);
        int after = start + tag.length + Short.BYTES + length;
        out.write(raw, after, raw.length - after);
        return out.toByteArray();
    }

    private static byte[] literalRuns(byte[] stored, int offset) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = stored.length / 2;
        for (int from = 0; from < count; from += LONGEST_RUN) {
            int length = Math.min(LONGEST_RUN, count - from);
            out.write(length - 1);
            for (int i = 0; i < length; i++) {
                out.write(stored[2 * (from + i) + offset]);
            }
        }
        if (out.size() % 2 == 1) {
            out.write(0);
        }
        return out.toByteArray();
    }

    private static void item(ByteArrayOutputStream out, int element, int length) {
        byte[] item = new byte[2 * Integer.BYTES];
        little(item).putShort((short) 0xFFFE).putShort((short) element).putInt(length);
        out.writeBytes(item);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int from = 0; from + wanted.length <= bytes.length; from++) {
            if (Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length)) {
                return from;
            }
        }
        throw new IllegalArgumentException("no file of our writer: " + List.of(wanted.length));
    }
}
