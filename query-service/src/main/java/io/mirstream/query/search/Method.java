package io.mirstream.query.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Locale;

/** How a query is compared with the series. */
public enum Method {
    /** One pooled vector of the whole volume. */
    VOLUME,
    /** Every slice of the query for itself. */
    SLICE,
    /** Candidates by volume, ranked again by {@link LateInteraction}. */
    LATE_INTERACTION,
    /** The query's words. */
    TEXT,
    /** Two rankings made one. */
    HYBRID;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    public static Method ofWireName(String name) {
        for (Method method : values()) {
            if (method.wireName().equals(name)) {
                return method;
            }
        }
        throw new CodedException(
                ErrorCode.QUERY_INVALID, "method is one of volume, slice, late-interaction, text, hybrid");
    }
}
