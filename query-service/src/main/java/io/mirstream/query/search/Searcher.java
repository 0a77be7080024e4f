package io.mirstream.query.search;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.query.search.VectorSearch.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Answers queries. */
public final class Searcher {
    private final VectorSearch index;
    private final QueryEmbedder embedder;
    private final long exactBelow;
    private final LongSupplier nanos;

    /**
     * @param exactBelow with fewer vectors than this all are compared: the graph gains nothing there
     * @param nanos a clock for durations
     */
    public Searcher(VectorSearch index, QueryEmbedder embedder, long exactBelow, LongSupplier nanos) {
        this.index = index;
        this.embedder = embedder;
        this.exactBelow = exactBelow;
        this.nanos = nanos;
    }

    /**
     * Series like one in the index, or by a text, or both.
     *
     * @throws CodedException {@code QUERY_INVALID}, {@code SERIES_UNKNOWN}, {@code MODEL_MISMATCH}, {@code
     *     QUERY_UNSUPPORTED}, and what the index and the embed-service throw
     */
    public SearchResult search(SearchRequest request) {
        return search(request, Optional.empty());
    }

    /** Series like an image that is not in the index, or may be; and by a text, if there is one. */
    public SearchResult search(SearchRequest request, Path image) {
        return search(request, Optional.of(image));
    }

    private SearchResult search(SearchRequest request, Optional<Path> sent) {
        long start = nanos.getAsLong();
        ModelRef model = index.model();
        List<RankedBy> lists = request.lists(sent.isPresent(), model.sharedSpace());
        Optional<QueryImage> image = image(request, sent, model);
        Query query = new Query(index, model, image, text(request, lists, model));
        Scope scope = new Scope(
                request.filters(),
                image.map(QueryImage::series).map(Set::of).orElse(Set.of()),
                request.isSamePatientExcluded() ? image.flatMap(QueryImage::patient) : Optional.empty());
        Rankings rankings = new Rankings(index, exactBelow, request, query, scope);
        List<Neighbour> ranked =
                lists.size() == 1 ? rankings.by(lists.getFirst()) : rankings.fused(request.fusion(), lists);
        Page page = page(request, ranked);
        return result(request, lists, query, page, rankings.areExact(), start);
    }

    private Optional<QueryImage> image(SearchRequest request, Optional<Path> sent, ModelRef model) {
        Optional<QueryImage> whole = request.series().map(series -> new QueryImage.Indexed(index, series));
        if (sent.isPresent()) {
            QueryEmbedder.Image embedded = embedder.image(sent.get());
            requireSame(embedded.model(), model);
            whole = Optional.of(new QueryImage.Sent(embedded));
        }
        if (request.region().isEmpty()) {
            return whole;
        }
        return Optional.of(new QueryImage.Part(
                whole.orElseThrow(() -> new CodedException(ErrorCode.QUERY_INVALID, "region belongs to an image")),
                request.region().get()));
    }

    private Optional<Vector> text(SearchRequest request, List<RankedBy> lists, ModelRef model) {
        if (request.text().isPresent()) {
            QueryEmbedder.Text embedded = embedder.text(request.text().get());
            requireSame(embedded.model(), model);
            return Optional.of(embedded.vector());
        }
        if (lists.stream().noneMatch(RankedBy::needsText)) {
            return Optional.empty();
        }
        SeriesUid series = request.series().orElseThrow();
        return Optional.of(index.report(series)
                .orElseThrow(() -> new CodedException(
                        ErrorCode.SERIES_UNKNOWN, "the series is not in the index, or has no report to search with")));
    }

    private static void requireSame(ModelRef ofQuery, ModelRef ofIndex) {
        if (!ofIndex.fingerprint().equals(ofQuery.fingerprint())) {
            throw new CodedException(
                    ErrorCode.MODEL_MISMATCH, "the embed-service runs another model than the live index holds");
        }
    }

    // --- what of the ranking is shown

    /** @param more whether there are hits after these */
    private record Page(List<Neighbour> hits, int seen, boolean more) {}

    private Page page(SearchRequest request, List<Neighbour> ranked) {
        List<Neighbour> good = ranked.stream()
                .filter(hit -> hit.similarity() >= request.minScore().orElse(Double.NEGATIVE_INFINITY))
                .filter(hit -> request.searchAfter().isEmpty()
                        || request.searchAfter().get().isBefore(hit))
                .toList();
        int seen = request.searchAfter().map(Cursor::seen).orElse(0);
        if (request.isDiverse()) {
            Map<SeriesKey, Vector> vectors =
                    index.volumes(good.stream().map(Neighbour::series).toList());
            return new Page(
                    Diversity.rank(good, vectors, request.diversity().orElseThrow(), request.count()), seen, false);
        }
        List<Neighbour> hits = good.subList(0, Math.min(good.size(), request.count()));
        return new Page(hits, seen, hits.size() == request.count());
    }

    private SearchResult result(
            SearchRequest request, List<RankedBy> lists, Query query, Page page, boolean exact, long start) {
        List<SeriesKey> series = page.hits().stream().map(Neighbour::series).toList();
        Map<SeriesKey, Description> known = index.describe(series);
        Map<SeriesKey, Explanation> explanations = request.isExplained() ? query.explanations(lists, known) : Map.of();
        List<SearchResult.Hit> hits = new ArrayList<>();
        for (Neighbour neighbour : page.hits()) {
            Description description = known.get(neighbour.series());
            if (description != null) { // else it was retracted a moment ago
                hits.add(hit(
                        page.seen() + hits.size() + 1,
                        neighbour,
                        description,
                        Optional.ofNullable(explanations.get(neighbour.series()))));
            }
        }
        Optional<Cursor> next = page.more()
                ? Optional.of(
                        new Cursor(page.seen() + page.hits().size(), page.hits().getLast()))
                : Optional.empty();
        long tookMs = Duration.ofNanos(nanos.getAsLong() - start).toMillis();
        return new SearchResult(name(request, lists), query.model(), tookMs, exact, hits, next);
    }

    private static String name(SearchRequest request, List<RankedBy> lists) {
        List<String> names = lists.stream().map(RankedBy::wireName).toList();
        return names.size() == 1 ? names.getFirst() : request.fusion().wireName() + "(" + String.join(",", names) + ")";
    }

    private static SearchResult.Hit hit(
            int rank, Neighbour neighbour, Description description, Optional<Explanation> explanation) {
        return new SearchResult.Hit(
                rank,
                neighbour.similarity(),
                neighbour.series().series(),
                description.study(),
                neighbour.series().collection(),
                description.modality(),
                description.bodyPart(),
                description.studyDate(),
                description.labels(),
                description.slices(),
                explanation);
    }
}
