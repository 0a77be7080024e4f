package io.mirstream.embed.s3;

import io.mirstream.contracts.location.S3Root;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the store is spoken to.
 *
 * @param roots buckets and prefixes that may be read from
 * @param endpoint of an S3-compatible store; AWS when empty
 * @param region that requests are signed for
 * @param pathStyle whether the bucket stands in the path, as most stores other than AWS want it
 * @param credentials those of AWS' usual places (environment, profile, role) when empty
 * @param connectTimeout until a connection stands
 * @param readTimeout until an answer begins, and between its bytes
 * @param objectTimeout for one request with all its attempts: a store that sends a byte now and then would else hold a
 *     worker for ever
 * @param attempts at each request
 */
public record S3Options(
        List<S3Root> roots,
        Optional<URI> endpoint,
        String region,
        boolean pathStyle,
        Optional<Credentials> credentials,
        Duration connectTimeout,
        Duration readTimeout,
        Duration objectTimeout,
        int attempts) {
    /** A key and its secret. */
    public record Credentials(String accessKey, String secretKey) {
        /** Secrets are for no log. */
        @Override
        public String toString() {
            return "Credentials[accessKey=" + accessKey + "]";
        }
    }

    /** @throws IllegalArgumentException for settings that cannot be meant */
    public S3Options {
        roots = List.copyOf(roots);
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be 1 or more");
        }
    }
}
