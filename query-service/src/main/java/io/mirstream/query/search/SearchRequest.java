package io.mirstream.query.search;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.id.SeriesUid;
import java.util.Objects;
import java.util.Optional;

/**
 * A query.
 *
 * @param series a series in the index, to find others like it
 * @param text words, to find series by their reports
 * @param method {@code volume} for an image, {@code text} for a text when absent
 * @param pooling of {@code volume}; {@code avg} when absent
 * @param ranking of {@code slice}; {@code freq} when absent
 * @param k how many series to find; 10 when absent
 * @param filters what they must be
 * @param exact whether every vector is compared, however many there are; false when absent
 */
public record SearchRequest(
        Optional<SeriesUid> series,
        Optional<String> text,
        Optional<Method> method,
        Optional<Pooling> pooling,
        Optional<Ranking> ranking,
        Optional<Integer> k,
        Filters filters,
        Optional<Boolean> exact) {
    public static final int DEFAULT_K = 10;
    public static final int MAX_K = 1_000;
    public static final int MAX_TEXT_CHARACTERS = 4_096;

    public SearchRequest {
        series = Objects.requireNonNullElse(series, Optional.empty());
        text = Objects.requireNonNullElse(text, Optional.empty());
        method = Objects.requireNonNullElse(method, Optional.empty());
        pooling = Objects.requireNonNullElse(pooling, Optional.empty());
        ranking = Objects.requireNonNullElse(ranking, Optional.empty());
        k = Objects.requireNonNullElse(k, Optional.empty());
        filters = Objects.requireNonNullElse(filters, Filters.NONE);
        exact = Objects.requireNonNullElse(exact, Optional.empty());

        require(series.isEmpty() || text.isEmpty(), "series and text are two queries: give one");
        require(
                text.isEmpty() || (!text.get().isBlank() && text.get().length() <= MAX_TEXT_CHARACTERS),
                "text must have 1 to " + MAX_TEXT_CHARACTERS + " characters");
        k.ifPresent(n -> require(n >= 1 && n <= MAX_K, "k must be 1 to " + MAX_K));
        Method given = method.orElse(text.isPresent() ? Method.TEXT : Method.VOLUME);
        require(text.isPresent() == (given == Method.TEXT), "method text belongs to a text, the others to an image");
        require(pooling.isEmpty() || given == Method.VOLUME, "pooling belongs to method volume");
        require(ranking.isEmpty() || given == Method.SLICE, "ranking belongs to method slice");
        method = Optional.of(given);
    }

    /** The same, of what others there must be. */
    public SearchRequest with(Filters others) {
        return new SearchRequest(series, text, method, pooling, ranking, k, others, exact);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new CodedException(ErrorCode.QUERY_INVALID, rule);
        }
    }

    int count() {
        return k.orElse(DEFAULT_K);
    }

    Pooling poolingOrDefault() {
        return pooling.orElse(Pooling.AVG);
    }

    Ranking rankingOrDefault() {
        return ranking.orElse(Ranking.FREQ);
    }

    Method methodOrDefault() {
        return method.orElseThrow();
    }
}
