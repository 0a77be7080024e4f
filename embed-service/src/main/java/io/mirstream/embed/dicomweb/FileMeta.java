package io.mirstream.embed.dicomweb;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** File meta information (PS3.10 7.1): which instance a file says it is. */
final class FileMeta {
    private static final int PREAMBLE_BYTES = 128;
    private static final int PREFIX = 'D' << 24 | 'I' << 16 | 'C' << 8 | 'M';
    private static final int META_GROUP = 0x0002;
    private static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x0003;

    /** More than PS3.10 7.1 defines. */
    private static final int MAX_ELEMENTS = 64;

    /** Of values that are passed over or read; private information in front of it may have some length. */
    private static final int MAX_VALUE_BYTES = 64 << 10;

    /** Value representations with a length of four bytes (PS3.5 7.1.2). */
    private static final Set<String> LONG = Set.of("OB", "OW", "UN", "UT", "SQ", "OF", "OD", "OL", "UC", "UR");

    private FileMeta() {}

    /** Media Storage SOP Instance UID (0002,0003), if the file is DICOM and says. */
    static Optional<String> sopInstanceUid(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DataInputStream meta = new DataInputStream(new java.io.BufferedInputStream(in))) {
            meta.skipNBytes(PREAMBLE_BYTES);
            return meta.readInt() == PREFIX ? find(meta) : Optional.empty();
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> find(DataInputStream meta) throws IOException {
        for (int i = 0; i < MAX_ELEMENTS; i++) {
            int group = u16(meta);
            int element = u16(meta);
            String representation = new String(meta.readNBytes(2), StandardCharsets.US_ASCII);
            int length = u16(meta);
            if (LONG.contains(representation)) {
                length = Integer.reverseBytes(meta.readInt());
            }
            if (group != META_GROUP || length < 0 || length > MAX_VALUE_BYTES) {
                return Optional.empty();
            }
            byte[] value = meta.readNBytes(length);
            if (element == MEDIA_STORAGE_SOP_INSTANCE_UID) {
                // padded to even length with a null, or by some with a space
                return Optional.of(new String(value, StandardCharsets.US_ASCII)
                        .replace('\0', ' ')
                        .strip());
            }
        }
        return Optional.empty();
    }

    private static int u16(DataInputStream in) throws IOException {
        return Short.reverseBytes(in.readShort()) & 0xffff;
    }
}
