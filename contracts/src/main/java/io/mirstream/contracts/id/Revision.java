package io.mirstream.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/** How often a study was accepted: 1 for the first event; the external version of its documents in the index. */
public record Revision(@JsonValue long value) implements Comparable<Revision> {
    public static final Revision FIRST = new Revision(1);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Revision {
        if (value < 1) {
            throw new CodedException(ErrorCode.EVENT_INVALID, "revision must be 1 or more");
        }
    }

    public Revision next() {
        return new Revision(value + 1);
    }

    public boolean isOlderThan(Revision other) {
        return value < other.value;
    }

    @Override
    public int compareTo(Revision other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
