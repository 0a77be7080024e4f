package io.mirstream.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.regex.Pattern;

/** A named set of studies that are indexed and searched together: lower case, digits, {@code -} and {@code _}. */
public record CollectionName(@JsonValue String value) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    /** Where a study goes when its event names no collection. */
    public static final CollectionName CLINICAL = new CollectionName("clinical");

    /** Of the collections of benchmarks, which only those find who name them. */
    public static final String REPLAY_PREFIX = "replay-";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CollectionName {
        if (value == null || !NAME.matcher(value).matches()) {
            throw new CodedException(
                    ErrorCode.EVENT_INVALID,
                    "collection must match " + NAME.pattern() + " and have at most 63 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
