package io.mirstream.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.regex.Pattern;

/**
 * The first 16 hexadecimal digits of a SHA-256 over everything that shapes a vector: manifest, weights, head and
 * preprocessing version. Vectors of different fingerprints must not be compared. Part of index names.
 */
public record ModelFingerprint(@JsonValue String value) {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ModelFingerprint {
        if (value == null || !FINGERPRINT.matcher(value).matches()) {
            throw new CodedException(
                    ErrorCode.EVENT_INVALID, "a model fingerprint is 16 lower-case hexadecimal digits");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
