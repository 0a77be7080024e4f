package io.mirstream.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Makes enhanced CT of classic CT (PS3.3 A.38). */
final class EnhancedBytes {
    private static final int NUMBER_OF_FRAMES = 0x0028_0008;
    private static final int SHARED = 0x5200_9229;
    private static final int PER_FRAME = 0x5200_9230;
    private static final int PLANE_POSITION = 0x0020_9113;
    private static final int PLANE_ORIENTATION = 0x0020_9116;
    private static final int FRAME_CONTENT = 0x0020_9111;
    private static final int PIXEL_MEASURES = 0x0028_9110;
    private static final int PIXEL_VALUE_TRANSFORMATION = 0x0028_9145;
    private static final List<Integer> IN_GROUPS =
            List.of(0x0020_0032, 0x0020_0037, 0x0028_0030, 0x0018_0050, 0x0028_1052, 0x0028_1053, 0x0028_1054);

    private EnhancedBytes() {}

    /**
     * The frames of one file.
     *
     * @param classic files of one image each
     * @param slices which of them, in order
     * @param added to the intercept of each frame
     * @param defined whether sequences have a length
     */
    static DicomBytes of(List<byte[]> classic, List<Integer> slices, List<String> added, boolean defined) {
        DicomBytes first = DicomBytes.parse(classic.getFirst());
        String slope = first.text(0x0028_1053);
        double intercept = Double.parseDouble(first.text(0x0028_1052));
        byte[] shared = sequence(
                defined,
                macro(PLANE_ORIENTATION, defined, element(0x0020_0037, "DS", first.text(0x0020_0037))),
                macro(PIXEL_MEASURES, defined, element(0x0028_0030, "DS", first.text(0x0028_0030))));
        ByteArrayOutputStream groups = new ByteArrayOutputStream();
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        for (int frame = 0; frame < slices.size(); frame++) {
            DicomBytes slice = DicomBytes.parse(classic.get(slices.get(frame)));
            String offset = String.format(Locale.ROOT, "%.0f", intercept + Double.parseDouble(added.get(frame)));
            groups.writeBytes(sequence(
                    defined,
                    macro(FRAME_CONTENT, defined, element(0x0020_9056, "SH", "1")),
                    macro(PLANE_POSITION, defined, element(0x0020_0032, "DS", slice.text(0x0020_0032))),
                    macro(
                            PIXEL_VALUE_TRANSFORMATION,
                            defined,
                            element(0x0028_1052, "DS", offset),
                            element(0x0028_1053, "DS", slope),
                            element(0x0028_1054, "LO", "HU"))));
            pixels.writeBytes(slice.value(DicomBytes.PIXEL_DATA));
        }
        IN_GROUPS.forEach(first::without);
        return first.with(DicomBytes.SOP_CLASS, "UI", "1.2.840.10008.5.1.4.1.1.2.1")
                .with(NUMBER_OF_FRAMES, "IS", Integer.toString(slices.size()))
                .with(SHARED, "SQ", shared)
                .with(PER_FRAME, "SQ", groups.toByteArray())
                .with(DicomBytes.PIXEL_DATA, "OW", pixels.toByteArray());
    }

    // --- sequences in explicit VR little endian (PS3.5 7.5)

    /** One item that holds these elements. */
    private static byte[] sequence(boolean defined, byte[]... elements) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] element : elements) {
            content.writeBytes(element);
        }
        ByteBuffer item = buffer(8 + content.size() + (defined ? 0 : 8))
                .putInt(0xE000_FFFE)
                .putInt(defined ? content.size() : -1)
                .put(content.toByteArray());
        if (!defined) {
            item.putInt(0xE00D_FFFE).putInt(0);
        }
        return item.array();
    }

    /** A sequence of one item. */
    private static byte[] macro(int tag, boolean defined, byte[]... elements) {
        byte[] item = sequence(defined, elements);
        ByteBuffer out = buffer(12 + item.length + (defined ? 0 : 8))
                .putShort((short) (tag >> 16))
                .putShort((short) tag)
                .put(new byte[] {'S', 'Q', 0, 0})
                .putInt(defined ? item.length : -1)
                .put(item);
        if (!defined) {
            out.putInt(0xE0DD_FFFE).putInt(0);
        }
        return out.array();
    }

    private static byte[] element(int tag, String vr, String value) {
        byte[] bytes = (value + (value.length() % 2 == 0 ? "" : " ")).getBytes(StandardCharsets.ISO_8859_1);
        return buffer(8 + bytes.length)
                .putShort((short) (tag >> 16))
                .putShort((short) tag)
                .put(vr.getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
