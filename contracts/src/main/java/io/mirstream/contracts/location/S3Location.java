package io.mirstream.contracts.location;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One object, or all objects under a prefix, in an S3-compatible store.
 *
 * @param key of an object; a prefix when it is empty or ends in a slash
 */
public record S3Location(String bucket, String key) {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /** Of a key in UTF-8, by the rules of S3. */
    private static final int MAX_KEY_BYTES = 1_024;

    /** Steps that are empty or lead elsewhere: some stores resolve them, S3 does not. */
    private static final Pattern ODD_STEP = Pattern.compile("(?:^|/)\\.{1,2}(?:/|$)|//|^/");

    /** What is not text, and U+FFFD, which stands for bytes that are no UTF-8. */
    private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cntrl}\\uFFFD]");

    /**
     * The location, if it lies under one of the roots.
     *
     * @throws CodedException {@code LOCATION_FORBIDDEN}; the message does not repeat the location
     */
    public static S3Location under(Collection<S3Root> roots, URI location) {
        S3Location read = parse(location);
        if (roots.stream().noneMatch(root -> root.contains(read))) {
            throw forbidden("lies outside the allowed buckets");
        }
        return read;
    }

    static S3Location parse(URI location) {
        String bucket = location.getRawAuthority();
        if (!"s3".equalsIgnoreCase(location.getScheme())
                || bucket == null
                || !BUCKET.matcher(bucket).matches()
                || bucket.contains("..")) {
            throw forbidden("must name a bucket in lower case, with no user and no port");
        }
        if (location.getRawQuery() != null || location.getRawFragment() != null) {
            throw forbidden("must not have a query or a fragment");
        }
        if (location.getRawPath().toUpperCase(Locale.ROOT).contains("%2F")) {
            throw forbidden("must not have an encoded slash");
        }
        String key = location.getPath().isEmpty() ? "" : location.getPath().substring(1);
        if (ODD_STEP.matcher(key).find()
                || NO_TEXT.matcher(key).find()
                || key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw forbidden("must have a key of plain steps, at most " + MAX_KEY_BYTES + " bytes");
        }
        return new S3Location(bucket, key);
    }

    /** Whether it stands for every object whose key begins so. */
    public boolean isPrefix() {
        return key.isEmpty() || key.endsWith("/");
    }

    /** In the one spelling in which it is passed on. */
    public URI url() {
        try {
            return new URI("s3", bucket, "/" + key, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a key of text can be written as a path", e);
        }
    }

    private static CodedException forbidden(String why) {
        return new CodedException(ErrorCode.LOCATION_FORBIDDEN, "location: " + why);
    }
}
