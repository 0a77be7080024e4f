package io.mirstream.contracts.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Base64;

/** The bytes of a PNG file (ISO/IEC 15948); as JSON their padded base64. */
public final class Png {
    /** Larger than an image of {@link PreviewImage#MAX_PIXELS} that did not compress at all. */
    public static final int MAX_BYTES = 1 << 20;

    /** The signature, and the head of the first chunk: ISO/IEC 15948 sections 5.2 and 11.2.2. */
    private static final byte[] BEGINNING = {
        (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
    };

    /** Characters that base64 writes at a time (RFC 4648 section 4). */
    private static final int BASE64_QUANTUM = 4;

    private final byte[] bytes;

    private Png(byte[] bytes) {
        Check.that(bytes.length <= MAX_BYTES, "png", "must have at most " + MAX_BYTES + " bytes");
        boolean begins = bytes.length >= BEGINNING.length
                && Arrays.equals(BEGINNING, 0, BEGINNING.length, bytes, 0, BEGINNING.length);
        Check.that(begins, "png", "must be a PNG file");
        this.bytes = bytes;
    }

    /** Copies {@code bytes}. */
    public static Png of(byte[] bytes) {
        return new Png(bytes.clone());
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Png ofBase64(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(Check.required(base64, "png"));
        } catch (IllegalArgumentException e) {
            bytes = new byte[0]; // refused below
        }
        Check.that(base64.length() % BASE64_QUANTUM == 0, "png", "must be padded base64");
        return new Png(bytes);
    }

    @JsonValue
    public String toBase64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public int length() {
        return bytes.length;
    }

    /** A copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Png png && Arrays.equals(bytes, png.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Png[" + bytes.length + "]";
    }
}
