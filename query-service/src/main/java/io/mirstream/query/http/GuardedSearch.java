package io.mirstream.query.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.query.search.IndexedModels;
import io.mirstream.query.search.SearchRequest;
import io.mirstream.query.search.SearchResult;
import io.mirstream.query.search.SeriesKey;
import io.mirstream.query.search.VectorSearch;
import io.mirstream.query.search.Viewers;
import io.mirstream.service.access.Reach;
import io.mirstream.service.access.Turns;
import io.mirstream.service.access.http.Callers;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Around every search: it is kept within the caller's collections, waits its turn, and is noted for the audit; its hits get
 * links to the viewers.
 */
@Singleton
class GuardedSearch {
    private final Callers callers;
    private final IndexedModels models;
    private final Turns turns;
    private final Viewers viewers;

    GuardedSearch(Callers callers, IndexedModels models, Turns turns, Viewers viewers) {
        this.callers = callers;
        this.models = models;
        this.turns = turns;
        this.viewers = viewers;
    }

    /**
     * @throws CodedException {@code FORBIDDEN} when the request names a collection that is not the caller's, {@code
     *     SERIES_UNKNOWN} when its series is in none of the caller's, {@code SERVICE_BUSY}, and what the search throws
     */
    SearchResult answer(SearchRequest request, Function<SearchRequest, SearchResult> search) {
        note(request);
        SearchResult result = guarded(request, search);
        note(within(request), result);
        return result;
    }

    /** The same, of which nothing is noted: one of many that are asked for together. */
    SearchResult guarded(SearchRequest request, Function<SearchRequest, SearchResult> search) {
        Reach reach = callers.current().reach();
        SearchRequest narrowed = request.with(request.filters().in(within(request)));
        SearchResult result = turns.run(() -> {
            request.series().ifPresent(series -> requireSeen(series, reach, request.model()));
            return search.apply(narrowed);
        });
        requireWithin(reach, result);
        return viewers.linked(result);
    }

    /** None stands for all. */
    List<CollectionName> within(SearchRequest request) {
        return callers.current().reach().narrow(request.filters().collections());
    }

    private void note(SearchRequest request) {
        callers.note(
                "query",
                request.series().isPresent() ? "series" : request.text().isPresent() ? "text" : "image");
        callers.note("k", Integer.toString(request.k().orElse(SearchRequest.DEFAULT_K)));
    }

    private void note(List<CollectionName> collections, SearchResult result) {
        callers.note("collections", names(collections));
        callers.note("method", result.method());
        callers.note("model", result.model().fingerprint().value());
        callers.note("hits", Integer.toString(result.hits().size()));
    }

    static String names(List<CollectionName> collections) {
        return collections.isEmpty()
                ? "*"
                : collections.stream().map(CollectionName::value).collect(Collectors.joining(","));
    }

    /** What is like a series that the caller may not see would tell of it. */
    private void requireSeen(SeriesUid series, Reach reach, Optional<String> model) {
        if (reach.everything()) {
            return;
        }
        VectorSearch index = model.map(models::of).orElseGet(models::live);
        List<SeriesKey> seen = reach.sorted().stream()
                .map(collection -> new SeriesKey(collection, series))
                .toList();
        if (Collections.disjoint(index.describe(seen).keySet(), seen)) {
            throw new CodedException(ErrorCode.SERIES_UNKNOWN, "the series is not in the index");
        }
    }

    private static void requireWithin(Reach reach, SearchResult result) {
        if (!result.hits().stream().allMatch(hit -> reach.covers(hit.collection()))) {
            throw new IllegalStateException("a hit outside of the collections that were searched");
        }
    }
}
