package io.mirstream.ingest.admission;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What tells an event from every other: the same id from the same source is the same event, sent again.
 *
 * @param source who says it
 * @param id unique for its source
 */
public record EventIdentity(URI source, String id) {
    /** Fits every UUID, hash and UID with room; ids travel on in headers and in the study's status. */
    public static final int MAX_ID_CHARACTERS = 256;

    public static final int MAX_SOURCE_CHARACTERS = 1_024;

    /** 128 bits: among the few events that are remembered of one study, none meets another by chance. */
    private static final int DIGEST_BYTES = 16;

    public EventIdentity {
        if (id == null || id.isEmpty() || id.length() > MAX_ID_CHARACTERS) {
            throw new CodedException(
                    ErrorCode.EVENT_INVALID, "ce_id must have 1 to " + MAX_ID_CHARACTERS + " characters");
        }
        if (source == null || source.toString().isEmpty() || source.toString().length() > MAX_SOURCE_CHARACTERS) {
            throw new CodedException(
                    ErrorCode.EVENT_INVALID,
                    "ce_source must be a URI of 1 to " + MAX_SOURCE_CHARACTERS + " characters");
        }
    }

    /** Of fixed length, so that what is remembered of a study is bounded. */
    String digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(source.toString().getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            sha256.update(id.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha256.digest(), DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
