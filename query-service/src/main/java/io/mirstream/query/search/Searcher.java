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
    private final IndexedModels models;
    private final QueryEmbedder embedder;
    private final long exactBelow;
    private final LongSupplier nanos;

    /**
     * @param exactBelow with fewer vectors than this all are compared: the graph gains nothing there
     * @param nanos a clock for durations
     */
    public Searcher(IndexedModels models, QueryEmbedder embedder, long exactBelow, LongSupplier nanos) {
        this.models = models;
        this.embedder = embedder;
        this.exactBelow = exactBelow;
        this.nanos = nanos;
    }

    /**
     * Series like one in the index, or by a text, or both.
     *
     * @throws CodedException {@code QUERY_INVALID}, {@code SERIES_UNKNOWN}, {@code MODEL_UNKNOWN}, {@code MODEL_MISMATCH},
     *     {@code QUERY_UNSUPPORTED}, and what the index and the embed-service throw
     */
    public SearchResult search(SearchRequest request) {
        return search(request, Optional.empty());
    }

    /** Series like an image that is not in the index, or may be; and by a text, if there is one. */
    public SearchResult search(SearchRequest request, Path image) {
        return search(request, Optional.of(image));
    }

    private SearchResult search(SearchRequest request, Optional<Path> image) {
        long start = nanos.getAsLong();
        request.requireQuery(image.isPresent());
        VectorSearch pinned = request.model().map(models::of).orElseGet(models::live);
        return new Search(request, pinned, start).result(image);
    }

    /** One search, by one model from its beginning to its end, whichever is live by then. */
    private final class Search {
        private final SearchRequest request;
        private final VectorSearch index;
        private final long start;

        Search(SearchRequest request, VectorSearch index, long start) {
            this.request = request;
            this.index = index;
            this.start = start;
        }

        SearchResult result(Optional<Path> sent) {
            List<RankedBy> lists = request.lists(sent.isPresent(), index.model().sharedSpace());
            Optional<QueryImage> image = image(sent);
            Query query = new Query(index, index.model(), image, text(lists));
            Scope scope = new Scope(
                    request.filters(),
                    image.map(QueryImage::series).map(Set::of).orElse(Set.of()),
                    request.isSamePatientExcluded() ? image.flatMap(QueryImage::patient) : Optional.empty());
            Rankings rankings = new Rankings(index, exactBelow, request, query, scope);
            List<Neighbour> ranked =
                    lists.size() == 1 ? rankings.by(lists.getFirst()) : rankings.fused(request.fusion(), lists);
            return result(lists, query, page(ranked), rankings.areExact());
        }

        private Optional<QueryImage> image(Optional<Path> sent) {
            Optional<QueryImage> whole = request.series().map(series -> new QueryImage.Indexed(index, series));
            if (sent.isPresent()) {
                QueryEmbedder.Image embedded = embedder.image(index.model(), sent.get());
                requireSame(embedded.model());
                whole = Optional.of(new QueryImage.Sent(embedded));
            }
            if (request.region().isEmpty()) {
                return whole;
            }
            return Optional.of(new QueryImage.Part(
                    whole.orElseThrow(() -> new CodedException(ErrorCode.QUERY_INVALID, "region belongs to an image")),
                    request.region().get()));
        }

        private Optional<Vector> text(List<RankedBy> lists) {
            if (request.text().isPresent()) {
                QueryEmbedder.Text embedded =
                        embedder.text(index.model(), request.text().get());
                requireSame(embedded.model());
                return Optional.of(embedded.vector());
            }
            if (lists.stream().noneMatch(RankedBy::needsText)) {
                return Optional.empty();
            }
            SeriesUid series = request.series().orElseThrow();
            return Optional.of(index.report(series)
                    .orElseThrow(() -> new CodedException(
                            ErrorCode.SERIES_UNKNOWN,
                            "the series is not in the index, or has no report to search with")));
        }

        private void requireSame(ModelRef ofQuery) {
            if (!index.model().fingerprint().equals(ofQuery.fingerprint())) {
                throw new CodedException(
                        ErrorCode.MODEL_MISMATCH, "the embed-service runs another model than the index holds");
            }
        }

        // --- what of the ranking is shown

        private Page page(List<Neighbour> ranked) {
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

        private SearchResult result(List<RankedBy> lists, Query query, Page page, boolean exact) {
            List<SeriesKey> series = page.hits().stream().map(Neighbour::series).toList();
            Map<SeriesKey, Description> known = index.describe(series);
            Map<SeriesKey, Explanation> explanations =
                    request.isExplained() ? query.explanations(lists, known) : Map.of();
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
            long tookMs = Duration.ofNanos(nanos.getAsLong() - start).toMillis();
            return new SearchResult(name(lists), index.model(), tookMs, exact, hits, page.next());
        }

        private String name(List<RankedBy> lists) {
            List<String> names = lists.stream().map(RankedBy::wireName).toList();
            return names.size() == 1
                    ? names.getFirst()
                    : request.fusion().wireName() + "(" + String.join(",", names) + ")";
        }
    }

    /**
     * @param seen hits of the pages before
     * @param more whether there are hits after these
     */
    private record Page(List<Neighbour> hits, int seen, boolean more) {
        Optional<Cursor> next() {
            return more ? Optional.of(new Cursor(seen + hits.size(), hits.getLast())) : Optional.empty();
        }
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
                explanation,
                List.of());
    }
}
