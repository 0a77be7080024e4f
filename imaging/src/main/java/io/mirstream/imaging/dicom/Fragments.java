package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.ByteArrayOutputStream;

/** Encapsulated pixel data: an offset table, then fragments (PS3.5 A.4). */
final class Fragments {
    private static final long UNDEFINED = 0xffff_ffffL;

    private Fragments() {}

    /** The one frame of a single-frame image: all fragments after the offset table, joined. */
    static byte[] single(ByteSource source, long start) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        long position = start;
        boolean offsetTable = true;
        while (true) {
            int tag = source.u16(position, false) << 16 | source.u16(position + 2, false);
            long length = source.u32(position + 4, false);
            if (tag == Tag.SEQUENCE_DELIMITER) {
                return frame.toByteArray();
            }
            if (tag != Tag.ITEM || length == UNDEFINED) {
                throw new CodedException(ErrorCode.MALFORMED, "a fragment is expected, and is not there");
            }
            if (length > source.size() - position - 8) {
                throw new CodedException(ErrorCode.TRUNCATED, "the file ends in a fragment");
            }
            if (!offsetTable) {
                frame.writeBytes(source.bytes(position + 8, (int) length));
            }
            offsetTable = false;
            position += 8 + length;
        }
    }
}
