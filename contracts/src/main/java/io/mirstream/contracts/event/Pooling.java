package io.mirstream.contracts.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Locale;

/** How slice vectors become one volume vector, element by element. */
public enum Pooling {
    AVG,
    MAX,
    MEDIAN,
    STD;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Pooling ofWireName(String name) {
        for (Pooling pooling : values()) {
            if (pooling.wireName().equals(name)) {
                return pooling;
            }
        }
        throw new CodedException(ErrorCode.QUERY_INVALID, "pooling is one of avg, max, median, std");
    }
}
