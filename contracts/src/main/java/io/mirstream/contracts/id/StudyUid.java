package io.mirstream.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Study Instance UID (0020,000D). */
public record StudyUid(@JsonValue String value) implements Comparable<StudyUid> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public StudyUid {
        Uids.valid(value, "studyInstanceUid");
    }

    /** A stable UID for a study that has none, from names that identify it (PS3.5 B.2). */
    public static StudyUid derivedFrom(String... names) {
        return new StudyUid(Uids.derived(names));
    }

    @Override
    public int compareTo(StudyUid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
