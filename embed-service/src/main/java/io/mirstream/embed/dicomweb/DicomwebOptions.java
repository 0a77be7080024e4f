package io.mirstream.embed.dicomweb;

import io.mirstream.contracts.location.DicomwebRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How DICOMweb services are spoken to.
 *
 * @param roots the services that may be read from
 * @param authorizations value of the header {@code Authorization}, for those services that want one
 * @param connectTimeout until a connection stands
 * @param readTimeout until an answer begins, and between its bytes
 * @param studyTimeout for all of a study
 * @param attempts at each request
 * @param backoff before the second attempt; doubles each time
 * @param maxRetryAfter the longest wait that a service may ask for
 * @param pageSize instances that are listed at a time
 * @param trust whose certificates are trusted; the JDK's when empty
 */
public record DicomwebOptions(
        List<DicomwebRoot> roots,
        Map<DicomwebRoot, String> authorizations,
        Duration connectTimeout,
        Duration readTimeout,
        Duration studyTimeout,
        int attempts,
        Duration backoff,
        Duration maxRetryAfter,
        int pageSize,
        Optional<TrustStore> trust) {
    /** A key store with the certificates to trust, PKCS12 or JKS. */
    public record TrustStore(Path file, String password) {}

    /** @throws IllegalArgumentException for settings that cannot be meant */
    public DicomwebOptions {
        roots = List.copyOf(roots);
        authorizations = Map.copyOf(authorizations);
        if (!roots.containsAll(authorizations.keySet())) {
            throw new IllegalArgumentException(
                    "credentials for a DICOMweb service that is not among the allowed roots");
        }
        if (pageSize < 1) {
            throw new IllegalArgumentException("the page size of DICOMweb listings must be 1 or more");
        }
    }

    /** RFC 6750 2.1. */
    public static String bearer(String token) {
        return "Bearer " + token;
    }

    /** RFC 7617, in UTF-8. */
    public static String basic(String username, String password) {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** Secrets are for no log. */
    @Override
    public String toString() {
        return "DicomwebOptions[roots=" + roots + "]";
    }
}
