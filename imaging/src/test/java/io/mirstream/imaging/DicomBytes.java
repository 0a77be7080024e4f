package io.mirstream.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

/** A DICOM file as a list of elements, that tests alter and write in other transfer syntaxes. */
final class DicomBytes {
    static final int SOP_CLASS = 0x0008_0016;
    static final int SOP_INSTANCE = 0x0008_0018;
    static final int TRANSFER_SYNTAX = 0x0002_0010;
    static final int PIXEL_DATA = 0x7FE0_0010;

    private static final String LONG_FORM = "OB OW SQ UN";

    enum Syntax {
        IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2"),
        EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1"),
        EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2"),
        DEFLATED("1.2.840.10008.1.2.1.99"),
        RLE("1.2.840.10008.1.2.5"),
        HIGH_THROUGHPUT_JPEG_2000("1.2.840.10008.1.2.4.201");

        final String uid;

        Syntax(String uid) {
            this.uid = uid;
        }
    }

    private record Element(int tag, String vr, byte[] value) {}

    private final List<Element> elements = new ArrayList<>();

    /** Of a file in explicit VR little endian without sequences, as this module writes it. */
    static DicomBytes parse(byte[] file) {
        DicomBytes parsed = new DicomBytes();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(132);
        while (in.hasRemaining()) {
            int tag = in.getShort() << 16 | in.getShort() & 0xffff;
            String vr = "" + (char) in.get() + (char) in.get();
            int length;
            if (LONG_FORM.contains(vr)) {
                in.getShort();
                length = in.getInt();
            } else {
                length = in.getShort() & 0xffff;
            }
            byte[] value = new byte[length];
            in.get(value);
            parsed.elements.add(new Element(tag, vr, value));
        }
        return parsed;
    }

    DicomBytes with(int tag, String vr, String value) {
        return with(tag, vr, (value + (value.length() % 2 == 0 ? "" : " ")).getBytes(StandardCharsets.ISO_8859_1));
    }

    DicomBytes with(int tag, int value) {
        return with(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
    }

    /** In the order of the tags, as PS3.5 7.1 wants. */
    DicomBytes with(int tag, String vr, byte[] value) {
        without(tag);
        int at = 0;
        while (at < elements.size() && Integer.compareUnsigned(elements.get(at).tag, tag) < 0) {
            at++;
        }
        elements.add(at, new Element(tag, vr, value));
        return this;
    }

    DicomBytes without(int tag) {
        elements.removeIf(element -> element.tag == tag);
        return this;
    }

    byte[] value(int tag) {
        return elements.stream()
                .filter(element -> element.tag == tag)
                .findFirst()
                .orElseThrow()
                .value;
    }

    String text(int tag) {
        return new String(value(tag), StandardCharsets.ISO_8859_1).strip();
    }

    byte[] write(Syntax syntax) {
        return write(syntax, 1, 2, false);
    }

    /**
     * @param frames that the pixel data consists of
     * @param fragments of each frame, where they are compressed
     * @param table whether the offset table is filled
     */
    byte[] write(Syntax syntax, int frames, int fragments, boolean table) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[128]);
        file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        with(TRANSFER_SYNTAX, "UI", syntax.uid);
        ByteArrayOutputStream root = new ByteArrayOutputStream();
        for (Element element : elements) {
            if (element.tag >>> 16 == 2) {
                file.writeBytes(explicit(element, ByteOrder.LITTLE_ENDIAN));
            } else {
                root.writeBytes(bytes(element, syntax, frames, fragments, table));
            }
        }
        file.writeBytes(syntax == Syntax.DEFLATED ? deflated(root.toByteArray()) : root.toByteArray());
        return file.toByteArray();
    }

    private static byte[] bytes(Element element, Syntax syntax, int frames, int fragments, boolean table) {
        return switch (syntax) {
            case IMPLICIT_LITTLE_ENDIAN -> implicit(element);
            case EXPLICIT_LITTLE_ENDIAN, DEFLATED -> explicit(element, ByteOrder.LITTLE_ENDIAN);
            case EXPLICIT_BIG_ENDIAN -> explicit(element, ByteOrder.BIG_ENDIAN);
            case RLE ->
                element.tag == PIXEL_DATA
                        ? encapsulated(runLengthsOf(element.value, frames), fragments, table)
                        : explicit(element, ByteOrder.LITTLE_ENDIAN);
            case HIGH_THROUGHPUT_JPEG_2000 ->
                element.tag == PIXEL_DATA
                        ? encapsulated(List.of(new byte[] {(byte) 0xff, 0x4f, (byte) 0xff, 0x51}), fragments, table)
                        : explicit(element, ByteOrder.LITTLE_ENDIAN);
        };
    }

    private static byte[] implicit(Element element) {
        return buffer(8 + element.value.length, ByteOrder.LITTLE_ENDIAN)
                .putShort((short) (element.tag >> 16))
                .putShort((short) element.tag)
                .putInt(element.value.length)
                .put(element.value)
                .array();
    }

    private static byte[] explicit(Element element, ByteOrder order) {
        boolean longForm = LONG_FORM.contains(element.vr);
        ByteBuffer out = buffer((longForm ? 12 : 8) + element.value.length, order)
                .putShort((short) (element.tag >> 16))
                .putShort((short) element.tag)
                .put(element.vr.getBytes(StandardCharsets.US_ASCII));
        if (longForm) {
            out.putShort((short) 0).putInt(element.value.length);
        } else {
            out.putShort((short) element.value.length);
        }
        return out.put(order == ByteOrder.BIG_ENDIAN ? swapped(element) : element.value)
                .array();
    }

    private static byte[] swapped(Element element) {
        int word =
                switch (element.vr) {
                    case "US", "OW" -> 2;
                    case "UL" -> 4;
                    default -> 1;
                };
        byte[] swapped = new byte[element.value.length];
        for (int i = 0; i < swapped.length; i++) {
            swapped[i] = element.value[i / word * word + word - 1 - i % word];
        }
        return swapped;
    }

    private static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(data);
        deflater.finish();
        byte[] out = new byte[data.length + 100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length + length % 2);
    }

    /** An offset table, then the fragments of each frame (PS3.5 A.4). */
    private static byte[] encapsulated(List<byte[]> frames, int fragments, boolean table) {
        ByteArrayOutputStream items = new ByteArrayOutputStream();
        ByteBuffer offsets = buffer(table ? 4 * frames.size() : 0, ByteOrder.LITTLE_ENDIAN);
        for (byte[] frame : frames) {
            if (table) {
                offsets.putInt(items.size());
            }
            int part = frame.length / fragments / 2 * 2;
            for (int fragment = 0; fragment < fragments; fragment++) {
                int end = fragment + 1 < fragments ? part * (fragment + 1) : frame.length;
                items.writeBytes(item(0xE000_FFFE, Arrays.copyOfRange(frame, part * fragment, end)));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xe0, 0x7f, 0x10, 0, 'O', 'B', 0, 0, -1, -1, -1, -1});
        out.writeBytes(item(0xE000_FFFE, offsets.array()));
        out.writeBytes(items.toByteArray());
        out.writeBytes(item(0xE0DD_FFFE, new byte[0]));
        return out.toByteArray();
    }

    private static byte[] item(int tag, byte[] value) {
        return buffer(8 + value.length, ByteOrder.LITTLE_ENDIAN)
                .putInt(tag)
                .putInt(value.length)
                .put(value)
                .array();
    }

    private static List<byte[]> runLengthsOf(byte[] littleEndian, int frames) {
        int length = littleEndian.length / frames / 2 * 2;
        return IntStream.range(0, frames)
                .mapToObj(frame -> runLengths(Arrays.copyOfRange(littleEndian, frame * length, (frame + 1) * length)))
                .toList();
    }

    /** Two segments, high bytes first, of literal and replicate runs in turn (PS3.5 annex G). */
    private static byte[] runLengths(byte[] littleEndian) {
        byte[] high = packed(littleEndian, 1);
        byte[] low = packed(littleEndian, 0);
        return buffer(64 + high.length + low.length, ByteOrder.LITTLE_ENDIAN)
                .putInt(2)
                .putInt(64)
                .putInt(64 + high.length)
                .position(64)
                .put(high)
                .put(low)
                .array();
    }

    private static byte[] packed(byte[] words, int offset) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = words.length / 2;
        int at = 0;
        while (at < count) {
            int run = 1;
            while (run < 128 && at + run < count && words[2 * (at + run) + offset] == words[2 * at + offset]) {
                run++;
            }
            out.write(run > 1 ? 1 - run : 0);
            out.write(words[2 * at + offset]);
            at += run;
        }
        if (out.size() % 2 == 1) {
            out.write(-128); // no operation
        }
        return out.toByteArray();
    }

    private static ByteBuffer buffer(int length, ByteOrder order) {
        return ByteBuffer.allocate(length).order(order);
    }
}
