package io.mirstream.service.access;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys that are known, by their SHA-256. A key is long and random, so that its hash needs no salt. */
public final class ApiKeys {
    private static final int SHA256_BYTES = 32;

    private final List<Key> keys;

    private record Key(byte[] sha256, Caller caller) {}

    private ApiKeys(List<Key> keys) {
        this.keys = keys;
    }

    /** Collects them. */
    public static final class Builder {
        private final List<Key> keys = new ArrayList<>();

        /**
         * @param sha256 of the key's UTF-8 bytes, as 64 hexadecimal digits
         * @throws CodedException {@code ACCESS_INVALID} for what is no such hash, or another caller's
         */
        public Builder add(String sha256, Caller caller) {
            byte[] hash = parsed(sha256, caller);
            if (keys.stream().anyMatch(key -> MessageDigest.isEqual(key.sha256(), hash))) {
                throw new CodedException(
                        ErrorCode.ACCESS_INVALID, "the key of " + caller.name() + " is that of another, too");
            }
            keys.add(new Key(hash, caller));
            return this;
        }

        private static byte[] parsed(String sha256, Caller caller) {
            try {
                byte[] hash = HexFormat.of().parseHex(sha256.toLowerCase(Locale.ROOT));
                if (hash.length == SHA256_BYTES) {
                    return hash;
                }
            } catch (IllegalArgumentException e) {
                throw noHash(caller, e);
            }
            throw noHash(caller, null);
        }

        private static CodedException noHash(Caller caller, Throwable cause) {
            return new CodedException(
                    ErrorCode.ACCESS_INVALID, "sha256 of " + caller.name() + " must be 64 hexadecimal digits", cause);
        }

        public ApiKeys build() {
            return new ApiKeys(List.copyOf(keys));
        }
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whose key it is. How long this takes does not tell how near a wrong key is. */
    public Optional<Caller> of(String key) {
        byte[] hash = sha256(key);
        Caller found = null;
        for (Key known : keys) {
            if (MessageDigest.isEqual(known.sha256(), hash)) {
                found = known.caller();
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
