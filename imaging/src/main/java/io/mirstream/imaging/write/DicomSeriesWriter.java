package io.mirstream.imaging.write;

import io.mirstream.contracts.id.SeriesUid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes a volume as CT Image Storage, one file a slice, Explicit VR Little Endian (PS3.3 A.3, PS3.10). */
public final class DicomSeriesWriter {
    private static final String CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    /** Made of this project's name, as PS3.5 B.2 allows for software without a root of its own. */
    private static final String IMPLEMENTATION_CLASS_UID =
            SeriesUid.derivedFrom("mirstream", "implementation class").value();

    /** Stored = HU - intercept: CT as scanners store it, 0 for air. */
    private static final int INTERCEPT = -1024;

    private DicomSeriesWriter() {}

    /** Creates {@code folder} and writes {@code 0000.dcm}, {@code 0001.dcm} …, foot to head. */
    public static void write(Path folder, SeriesIdentity identity, CtVolume volume) throws IOException {
        Files.createDirectories(folder);
        for (int index = 0; index < volume.slices().size(); index++) {
            Files.write(folder.resolve(String.format("%04d.dcm", index)), image(identity, volume, index));
        }
    }

    private static byte[] image(SeriesIdentity identity, CtVolume volume, int index) {
        String sopInstance = SeriesUid.derivedFrom("image", identity.series().value(), Integer.toString(index))
                .value();
        Elements meta = new Elements();
        meta.bytes(0x0002_0001, "OB", new byte[] {0, 1});
        meta.text(0x0002_0002, "UI", CT_IMAGE_STORAGE);
        meta.text(0x0002_0003, "UI", sopInstance);
        meta.text(0x0002_0010, "UI", EXPLICIT_VR_LITTLE_ENDIAN);
        meta.text(0x0002_0012, "UI", IMPLEMENTATION_CLASS_UID);

        Elements length = new Elements();
        length.uint32(0x0002_0000, meta.size());

        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[128]);
        file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(length.toBytes());
        file.writeBytes(meta.toBytes());
        file.writeBytes(dataSet(identity, volume, index, sopInstance).toBytes());
        return file.toByteArray();
    }

    private static Elements dataSet(SeriesIdentity identity, CtVolume volume, int index, String sopInstance) {
        String date = identity.studyDate().format(DateTimeFormatter.BASIC_ISO_DATE);
        double position = volume.positionsMm().get(index);
        Elements set = new Elements();
        set.text(0x0008_0005, "CS", "ISO_IR 100");
        set.text(0x0008_0008, "CS", "ORIGINAL\\PRIMARY\\AXIAL");
        set.text(0x0008_0016, "UI", CT_IMAGE_STORAGE);
        set.text(0x0008_0018, "UI", sopInstance);
        set.text(0x0008_0020, "DA", date);
        set.text(0x0008_0021, "DA", date);
        set.text(0x0008_0030, "TM", "120000");
        set.text(0x0008_0050, "SH", "");
        set.text(0x0008_0060, "CS", "CT");
        set.text(0x0008_0070, "LO", "Mirstream");
        set.text(0x0008_0090, "PN", "");
        set.text(0x0010_0010, "PN", "");
        set.text(0x0010_0020, "LO", "");
        set.text(0x0010_0030, "DA", "");
        set.text(0x0010_0040, "CS", "");
        set.text(0x0018_0015, "CS", identity.bodyPart());
        set.text(0x0018_0050, "DS", decimal(volume.sliceSpacingMm()));
        set.text(0x0018_0060, "DS", "120");
        set.text(0x0018_5100, "CS", "HFS");
        set.text(0x0020_000D, "UI", identity.study().value());
        set.text(0x0020_000E, "UI", identity.series().value());
        set.text(0x0020_0010, "SH", "");
        set.text(0x0020_0011, "IS", "1");
        set.text(0x0020_0013, "IS", Integer.toString(index + 1));
        set.text(
                0x0020_0032,
                "DS",
                decimal(volume.originLeftMm()) + "\\" + decimal(volume.originBackMm()) + "\\" + decimal(position));
        set.text(0x0020_0037, "DS", "1\\0\\0\\0\\1\\0");
        set.text(
                0x0020_0052,
                "UI",
                SeriesUid.derivedFrom("frame", identity.study().value()).value());
        set.text(0x0020_1040, "LO", "");
        set.uint16(0x0028_0002, 1);
        set.text(0x0028_0004, "CS", "MONOCHROME2");
        set.uint16(0x0028_0010, volume.rows());
        set.uint16(0x0028_0011, volume.columns());
        set.text(0x0028_0030, "DS", decimal(volume.pixelSpacingMm()) + "\\" + decimal(volume.pixelSpacingMm()));
        set.uint16(0x0028_0100, 16);
        set.uint16(0x0028_0101, 16);
        set.uint16(0x0028_0102, 15);
        set.uint16(0x0028_0103, 1);
        set.text(0x0028_1050, "DS", "40");
        set.text(0x0028_1051, "DS", "400");
        set.text(0x0028_1052, "DS", Integer.toString(INTERCEPT));
        set.text(0x0028_1053, "DS", "1");
        set.text(0x0028_1054, "LO", "HU");
        set.bytes(0x7FE0_0010, "OW", stored(volume.slices().get(index)));
        return set;
    }

    private static byte[] stored(short[] hounsfield) {
        ByteBuffer bytes = ByteBuffer.allocate(hounsfield.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (short hu : hounsfield) {
            bytes.putShort((short) Math.min(Short.MAX_VALUE, hu - INTERCEPT));
        }
        return bytes.array();
    }

    /** A decimal string has at most 16 characters (PS3.5 6.2). */
    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** Elements of a data set, explicit VR, little endian. */
    private static final class Elements {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void text(int tag, String vr, String value) {
            byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
            byte[] even = java.util.Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
            if (even.length > bytes.length) {
                even[bytes.length] = (byte) (vr.equals("UI") ? 0 : ' ');
            }
            bytes(tag, vr, even);
        }

        void uint16(int tag, int value) {
            bytes(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
        }

        void uint32(int tag, int value) {
            bytes(tag, "UL", int32(value));
        }

        void bytes(int tag, String vr, byte[] value) {
            out.writeBytes(new byte[] {(byte) (tag >> 16), (byte) (tag >> 24), (byte) tag, (byte) (tag >> 8)});
            out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
            if (vr.equals("OB") || vr.equals("OW")) {
                out.writeBytes(new byte[2]);
                out.writeBytes(int32(value.length));
            } else {
                out.writeBytes(new byte[] {(byte) value.length, (byte) (value.length >> 8)});
            }
            out.writeBytes(value);
        }

        int size() {
            return out.size();
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        private static byte[] int32(int value) {
            return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
        }
    }
}
