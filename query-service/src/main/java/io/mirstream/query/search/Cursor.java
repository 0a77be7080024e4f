package io.mirstream.query.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Where an answer ended; opaque to callers.
 *
 * @param seen hits of this answer and of those before it
 * @param last the last hit
 */
public record Cursor(int seen, Neighbour last) {
    @JsonValue
    public String toText() {
        String plain = String.join(
                " ",
                Integer.toString(seen),
                Double.toHexString(last.similarity()),
                last.series().collection().value(),
                last.series().series().value());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Cursor ofText(String text) {
        try {
            byte[] plain = Base64.getUrlDecoder().decode(text);
            List<String> parts = List.of(new String(plain, StandardCharsets.US_ASCII).split(" ", -1));
            SeriesKey series = new SeriesKey(new CollectionName(parts.get(2)), new SeriesUid(parts.get(3)));
            return new Cursor(
                    Integer.parseUnsignedInt(parts.get(0)), new Neighbour(series, Double.parseDouble(parts.get(1))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | CodedException e) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "searchAfter is none that an answer gave", e);
        }
    }

    /** Whether a hit comes after the answer. */
    boolean isBefore(Neighbour hit) {
        return SliceVotes.BEST_FIRST.compare(last, hit) < 0;
    }
}
