package io.mirstream.query.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Locale;

/** What a text is compared with. */
public enum TextTarget {
    /** Reports; every model with a text tower. */
    REPORT,
    /** Averaged slice vectors; models with a space that text and image share. */
    VOLUME,
    /** Slices, which vote for their series (3D-MIR's captions); models with a space that text and image share. */
    SLICE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static TextTarget ofWireName(String name) {
        for (TextTarget target : values()) {
            if (target.wireName().equals(name)) {
                return target;
            }
        }
        throw new CodedException(ErrorCode.QUERY_INVALID, "target is one of report, volume, slice");
    }
}
