package io.mirstream.embed.dicomweb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An instance that a service has: file meta information, and bytes that are no image. */
record ServedInstance(String series, String uid, byte[] file) {
    static ServedInstance of(String series, String uid, int bytes) {
        return new ServedInstance(series, uid, part10(uid, bytes));
    }

    /** With (0002,0001) in front, as every file has it, and {@code bytes} of content behind. */
    static byte[] part10(String uid, int bytes) {
        byte[] padded = (uid.length() % 2 == 0 ? uid : uid + '\0').getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(128 + 4 + 14 + 8 + padded.length + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(128);
        file.put("DICM".getBytes(StandardCharsets.US_ASCII));
        file.putShort((short) 2)
                .putShort((short) 1)
                .put(ascii("OB"))
                .putShort((short) 0)
                .putInt(2);
        file.putShort((short) 0x0100);
        file.putShort((short) 2).putShort((short) 3).put(ascii("UI")).putShort((short) padded.length);
        file.put(padded);
        byte[] content = new byte[bytes];
        Arrays.fill(content, (byte) '\r'); // which every delimiter begins with
        return file.put(content).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
