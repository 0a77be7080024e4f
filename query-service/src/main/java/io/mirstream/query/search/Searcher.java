package io.mirstream.query.search;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.query.search.VectorSearch.Scope;
import io.mirstream.query.search.VectorSearch.Space;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Answers queries. */
public final class Searcher {
    /** Neighbours of each slice of the query (3D-MIR). */
    public static final int NEIGHBOURS_PER_SLICE = 20;

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
     * Series like one in the index, or by a text.
     *
     * @throws CodedException {@code QUERY_INVALID}, {@code SERIES_UNKNOWN}, {@code MODEL_UNKNOWN}, {@code MODEL_MISMATCH},
     *     {@code QUERY_UNSUPPORTED}, and what the index and the embed-service throw
     */
    public SearchResult search(SearchRequest request) {
        long start = nanos.getAsLong();
        if (request.text().isPresent()) {
            return new Search(request, pinned(request), start)
                    .byText(request.text().get());
        }
        SeriesUid series = request.series()
                .orElseThrow(() -> new CodedException(ErrorCode.QUERY_INVALID, "give a series, a text or an image"));
        return new Search(request, pinned(request), start).likeIndexed(series);
    }

    /** Series like an image that is not in the index, or may be. */
    public SearchResult search(SearchRequest request, Path image) {
        long start = nanos.getAsLong();
        if (request.series().isPresent() || request.text().isPresent()) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "an image needs no series and no text beside it");
        }
        return new Search(request, pinned(request), start).likeImage(image);
    }

    /** One model's index, whichever is live when the search ends. */
    private VectorSearch pinned(SearchRequest request) {
        return request.model().map(models::of).orElseGet(models::live);
    }

    /** One search, by one model from its beginning to its end. */
    private final class Search {
        private final SearchRequest request;
        private final VectorSearch index;
        private final long start;

        Search(SearchRequest request, VectorSearch index, long start) {
            this.request = request;
            this.index = index;
            this.start = start;
        }

        SearchResult likeIndexed(SeriesUid series) {
            Scope scope = new Scope(request.filters(), Set.of(series));
            return switch (request.methodOrDefault()) {
                case VOLUME -> byVolume(ofIndexed(series, request.poolingOrDefault()), scope);
                case SLICE -> bySlices(slicesOfIndexed(series), scope);
                case TEXT -> throw new CodedException(ErrorCode.QUERY_INVALID, "method text needs a text");
            };
        }

        SearchResult likeImage(Path image) {
            QueryEmbedder.Image query = embedder.image(index.model(), image);
            requireSame(query.model());
            Scope scope = new Scope(request.filters(), Set.of(query.series()));
            return switch (request.methodOrDefault()) {
                case VOLUME -> byVolume(pooled(query, request.poolingOrDefault()), scope);
                case SLICE -> bySlices(query.slices(), scope);
                case TEXT -> throw new CodedException(ErrorCode.QUERY_INVALID, "method text needs a text");
            };
        }

        SearchResult byText(String text) {
            QueryEmbedder.Text query = embedder.text(index.model(), text);
            requireSame(query.model());
            Space space = query.model().sharedSpace() ? new Space.Volumes(Pooling.AVG) : new Space.Reports();
            return byVector("text", space, query.vector(), new Scope(request.filters(), Set.of()));
        }

        private Vector ofIndexed(SeriesUid series, Pooling pooling) {
            return index.volume(series, pooling)
                    .orElseThrow(() -> new CodedException(
                            ErrorCode.SERIES_UNKNOWN, "the series is not in the index, or has no such vector"));
        }

        private List<Vector> slicesOfIndexed(SeriesUid series) {
            List<Vector> slices = index.slices(series);
            if (slices.isEmpty()) {
                throw new CodedException(ErrorCode.SERIES_UNKNOWN, "the series is not in the index, or has no slices");
            }
            return slices;
        }

        private SearchResult byVolume(Vector query, Scope scope) {
            return byVector(
                    "volume-" + request.poolingOrDefault().wireName(),
                    new Space.Volumes(request.poolingOrDefault()),
                    query,
                    scope);
        }

        private SearchResult byVector(String method, Space space, Vector query, Scope scope) {
            boolean exact = isExact(space);
            List<Neighbour> neighbours =
                    new ArrayList<>(index.nearest(space, List.of(query), request.count(), scope, exact)
                            .getFirst());
            neighbours.sort(SliceVotes.BEST_FIRST);
            return result(method, exact, neighbours);
        }

        private SearchResult bySlices(List<Vector> slices, Scope scope) {
            Space space = new Space.Slices();
            boolean exact = isExact(space);
            List<List<Neighbour>> neighbours = index.nearest(space, slices, NEIGHBOURS_PER_SLICE, scope, exact);
            Ranking ranking = request.rankingOrDefault();
            return result("slice-" + ranking.wireName(), exact, SliceVotes.rank(neighbours, ranking, request.count()));
        }

        private boolean isExact(Space space) {
            return request.exact().orElse(false) || index.count(space) < exactBelow;
        }

        private void requireSame(ModelRef model) {
            if (!index.model().fingerprint().equals(model.fingerprint())) {
                throw new CodedException(
                        ErrorCode.MODEL_MISMATCH, "the embed-service runs another model than the index holds");
            }
        }

        private SearchResult result(String method, boolean exact, List<Neighbour> ranked) {
            Map<SeriesKey, Description> known =
                    index.describe(ranked.stream().map(Neighbour::series).toList());
            List<SearchResult.Hit> hits = new ArrayList<>();
            for (Neighbour neighbour : ranked) {
                Description description = known.get(neighbour.series());
                if (description != null) { // else it was retracted a moment ago
                    hits.add(hit(hits.size() + 1, neighbour, description));
                }
            }
            long tookMs = Duration.ofNanos(nanos.getAsLong() - start).toMillis();
            return new SearchResult(method, index.model(), tookMs, exact, hits);
        }
    }

    private static Vector pooled(QueryEmbedder.Image query, Pooling pooling) {
        Vector vector = query.pooled().get(pooling);
        if (vector == null) {
            throw new CodedException(
                    ErrorCode.QUERY_UNSUPPORTED, "the image has no vector of pooling " + pooling.wireName());
        }
        return vector;
    }

    private static SearchResult.Hit hit(int rank, Neighbour neighbour, Description description) {
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
                description.slices());
    }
}
