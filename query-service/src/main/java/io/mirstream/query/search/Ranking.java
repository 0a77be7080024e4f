package io.mirstream.query.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Locale;

/** How the neighbours of a query's slices rank the series that they belong to (3D-MIR). */
public enum Ranking {
    /** By how many neighbours belong to the series. */
    FREQ,
    /** By the most similar neighbour. */
    MAX,
    /** By the sum of the neighbours' similarities. */
    SUM;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Ranking ofWireName(String name) {
        for (Ranking ranking : values()) {
            if (ranking.wireName().equals(name)) {
                return ranking;
            }
        }
        throw new CodedException(ErrorCode.QUERY_INVALID, "ranking is one of freq, max, sum");
    }
}
