package io.mirstream.contracts.location;

import io.mirstream.contracts.error.CodedException;
import java.net.URI;

/**
 * A bucket, or a part of one, that studies may be read from.
 *
 * @param prefix that keys must begin with; empty, or ending in a slash, so that none is the beginning of another name
 */
public record S3Root(String bucket, String prefix) {
    /**
     * @param url such as {@code s3://studies} or {@code s3://studies/ct/}
     * @throws IllegalArgumentException if it is no bucket and prefix: a wrong setting stops the start
     */
    public static S3Root of(URI url) {
        try {
            S3Location all = S3Location.parse(url);
            if (!all.isPrefix()) {
                throw new IllegalArgumentException("an S3 root must be a bucket, or a prefix that ends in a slash");
            }
            return new S3Root(all.bucket(), all.key());
        } catch (CodedException e) {
            throw new IllegalArgumentException("an S3 root must be such as s3://bucket/prefix/", e);
        }
    }

    boolean contains(S3Location location) {
        return location.bucket().equals(bucket) && location.key().startsWith(prefix);
    }

    /** As a URL, in one spelling. */
    @Override
    public String toString() {
        return new S3Location(bucket, prefix).url().toString();
    }
}
