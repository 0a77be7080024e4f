package io.mirstream.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Series Instance UID (0020,000E). */
public record SeriesUid(@JsonValue String value) implements Comparable<SeriesUid> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SeriesUid {
        Uids.valid(value, "seriesInstanceUid");
    }

    /** A stable UID for a series that has none, from names that identify it (PS3.5 B.2). */
    public static SeriesUid derivedFrom(String... names) {
        return new SeriesUid(Uids.derived(names));
    }

    @Override
    public int compareTo(SeriesUid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
