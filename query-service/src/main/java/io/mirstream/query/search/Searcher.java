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
     * Series like one in the index, or by a text.
     *
     * @throws CodedException {@code QUERY_INVALID}, {@code SERIES_UNKNOWN}, {@code MODEL_MISMATCH}, {@code
     *     QUERY_UNSUPPORTED}, and what the index and the embed-service throw
     */
    public SearchResult search(SearchRequest request) {
        long start = nanos.getAsLong();
        if (request.text().isPresent()) {
            return byText(request, request.text().get(), start);
        }
        SeriesUid series = request.series()
                .orElseThrow(() -> new CodedException(ErrorCode.QUERY_INVALID, "give a series, a text or an image"));
        Scope scope = new Scope(request.filters(), Set.of(series));
        return switch (request.methodOrDefault()) {
            case VOLUME -> byVolume(request, ofIndexed(series, request.poolingOrDefault()), scope, start);
            case SLICE -> bySlices(request, slicesOfIndexed(series), scope, start);
            case TEXT -> throw new CodedException(ErrorCode.QUERY_INVALID, "method text needs a text");
        };
    }

    /** Series like an image that is not in the index, or may be. */
    public SearchResult search(SearchRequest request, Path image) {
        long start = nanos.getAsLong();
        if (request.series().isPresent() || request.text().isPresent()) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "an image needs no series and no text beside it");
        }
        QueryEmbedder.Image query = embedder.image(image);
        requireSame(query.model());
        Scope scope = new Scope(request.filters(), Set.of(query.series()));
        return switch (request.methodOrDefault()) {
            case VOLUME -> byVolume(request, pooled(query, request.poolingOrDefault()), scope, start);
            case SLICE -> bySlices(request, query.slices(), scope, start);
            case TEXT -> throw new CodedException(ErrorCode.QUERY_INVALID, "method text needs a text");
        };
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

    private static Vector pooled(QueryEmbedder.Image query, Pooling pooling) {
        Vector vector = query.pooled().get(pooling);
        if (vector == null) {
            throw new CodedException(
                    ErrorCode.QUERY_UNSUPPORTED, "the image has no vector of pooling " + pooling.wireName());
        }
        return vector;
    }

    private SearchResult byVolume(SearchRequest request, Vector query, Scope scope, long start) {
        return byVector(
                request,
                "volume-" + request.poolingOrDefault().wireName(),
                new Space.Volumes(request.poolingOrDefault()),
                query,
                scope,
                start);
    }

    private SearchResult byText(SearchRequest request, String text, long start) {
        QueryEmbedder.Text query = embedder.text(text);
        requireSame(query.model());
        Space space = query.model().sharedSpace() ? new Space.Volumes(Pooling.AVG) : new Space.Reports();
        return byVector(request, "text", space, query.vector(), new Scope(request.filters(), Set.of()), start);
    }

    private SearchResult byVector(
            SearchRequest request, String method, Space space, Vector query, Scope scope, long start) {
        boolean exact = isExact(request, space);
        List<Neighbour> neighbours = new ArrayList<>(index.nearest(space, List.of(query), request.count(), scope, exact)
                .getFirst());
        neighbours.sort(SliceVotes.BEST_FIRST);
        return result(method, exact, neighbours, start);
    }

    private SearchResult bySlices(SearchRequest request, List<Vector> slices, Scope scope, long start) {
        Space space = new Space.Slices();
        boolean exact = isExact(request, space);
        List<List<Neighbour>> neighbours = index.nearest(space, slices, NEIGHBOURS_PER_SLICE, scope, exact);
        Ranking ranking = request.rankingOrDefault();
        return result(
                "slice-" + ranking.wireName(), exact, SliceVotes.rank(neighbours, ranking, request.count()), start);
    }

    private boolean isExact(SearchRequest request, Space space) {
        return request.exact().orElse(false) || index.count(space) < exactBelow;
    }

    private void requireSame(ModelRef model) {
        if (!index.model().fingerprint().equals(model.fingerprint())) {
            throw new CodedException(
                    ErrorCode.MODEL_MISMATCH, "the embed-service runs another model than the live index holds");
        }
    }

    private SearchResult result(String method, boolean exact, List<Neighbour> ranked, long start) {
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
