package io.mirstream.contracts.id;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** DICOM unique identifiers (PS3.5 chapter 9). */
final class Uids {
    /** PS3.5 9.1: at most 64 characters. */
    private static final int MAX_LENGTH = 64;

    /** Leading zeros of a component are against PS3.5 9.1, but are found in archives, and harm nothing here. */
    private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)+");

    private Uids() {}

    static String valid(String value, String what) {
        if (value == null || value.length() > MAX_LENGTH || !UID.matcher(value).matches()) {
            throw new CodedException(
                    ErrorCode.EVENT_INVALID, what + " must be a DICOM UID: digits and dots, at most 64 characters");
        }
        return value;
    }

    /** A stable UID for something that has none: {@code 2.25.} and a UUID of the names' SHA-256 (PS3.5 B.2). */
    static String derived(String... names) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String name : names) {
                sha256.update(name.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            }
            byte[] uuid = Arrays.copyOf(sha256.digest(), 16);
            uuid[6] = (byte) ((uuid[6] & 0x0f) | 0x80); // version 8: custom (RFC 9562)
            uuid[8] = (byte) ((uuid[8] & 0x3f) | 0x80);
            return "2.25." + new BigInteger(1, uuid);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
