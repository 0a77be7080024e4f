package io.mirstream.imaging.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The compressed frames of a DICOM file in explicit little endian (PS3.5 A.4), found without reading its header. */
final class EncapsulatedFrames {
    /** (7FE0,0010) OB of undefined length. */
    private static final byte[] PIXEL_DATA = {(byte) 0xe0, 0x7f, 0x10, 0, 'O', 'B', 0, 0, -1, -1, -1, -1};

    private static final int ITEM = 0xe000_fffe;

    private EncapsulatedFrames() {}

    /** Fragments joined: each that begins with {@code start} opens a frame. */
    static List<byte[]> read(Path file, int start) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        in.position(pixelData(in.array()));
        List<ByteArrayOutputStream> frames = new ArrayList<>();
        boolean offsetTable = true;
        while (in.getInt() == ITEM) {
            byte[] fragment = new byte[in.getInt()];
            in.get(fragment);
            if (offsetTable) {
                offsetTable = false;
                continue;
            }
            if ((fragment[0] & 0xff) << 8 == (start & 0xff00) && (fragment[1] & 0xff) == (start & 0xff)) {
                frames.add(new ByteArrayOutputStream());
            }
            frames.getLast().writeBytes(fragment);
        }
        return frames.stream().map(ByteArrayOutputStream::toByteArray).toList();
    }

    private static int pixelData(byte[] file) {
        for (int at = 0; at + PIXEL_DATA.length <= file.length; at++) {
            int end = at + PIXEL_DATA.length;
            if (Arrays.equals(file, at, end, PIXEL_DATA, 0, PIXEL_DATA.length)) {
                return end;
            }
        }
        throw new AssertionError("no encapsulated pixel data");
    }
}
