package io.mirstream.query.search;

import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.query.search.VectorSearch.Scope;
import io.mirstream.query.search.VectorSearch.Space;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ranks the series of one search, best first, by whatever it asks for. */
final class Rankings {
    private final VectorSearch index;
    private final long exactBelow;
    private final SearchRequest request;
    private final Query query;
    private final Scope scope;
    private boolean exact = true;

    Rankings(VectorSearch index, long exactBelow, SearchRequest request, Query query, Scope scope) {
        this.index = index;
        this.exactBelow = exactBelow;
        this.request = request;
        this.query = query;
        this.scope = scope;
    }

    /** Whether every vector was compared, for all rankings so far. */
    boolean areExact() {
        return exact;
    }

    List<Neighbour> fused(Fusion fusion, List<RankedBy> lists) {
        return fusion.fuse(by(lists.getFirst()), by(lists.getLast()));
    }

    List<Neighbour> by(RankedBy list) {
        return switch (list) {
            case RankedBy.Volume(Pooling pooling) ->
                nearest(new Space.Volumes(pooling), query.requireImage().pooled(pooling), count());
            case RankedBy.VolumeAndText(Pooling pooling, double textWeight) ->
                nearest(new Space.Volumes(pooling), query.volumeAndText(pooling, textWeight), count());
            case RankedBy.Slice(Ranking ranking) ->
                votes(query.requireImage().slices().vectors(), ranking);
            case RankedBy.Late late -> byLateInteraction();
            case RankedBy.Text(TextTarget target) ->
                switch (target) {
                    case REPORT -> nearest(new Space.Reports(), query.requireText(), count());
                    case VOLUME -> nearest(new Space.Volumes(Pooling.AVG), query.requireTextOfSharedSpace(), count());
                    case SLICE -> votes(List.of(query.requireTextOfSharedSpace()), Ranking.FREQ);
                };
        };
    }

    /** Enough to leave some out afterwards, where that may be. */
    private int count() {
        return request.isDiverse() ? request.candidateCount() : request.wanted();
    }

    private List<Neighbour> nearest(Space space, Vector vector, int count) {
        List<Neighbour> neighbours = new ArrayList<>(index.nearest(space, List.of(vector), count, scope, exactly(space))
                .getFirst());
        neighbours.sort(SliceVotes.BEST_FIRST);
        return neighbours;
    }

    private List<Neighbour> votes(List<Vector> slices, Ranking ranking) {
        Space space = new Space.Slices();
        return SliceVotes.rank(
                index.nearest(space, slices, request.neighboursPerSlice(), scope, exactly(space)), ranking, count());
    }

    private List<Neighbour> byLateInteraction() {
        QueryImage image = query.requireImage();
        List<Neighbour> candidates =
                nearest(new Space.Volumes(Pooling.AVG), image.pooled(Pooling.AVG), request.candidateCount());
        List<float[]> slices =
                image.slices().vectors().stream().map(SliceMatrix::unit).toList();
        Map<SeriesKey, Double> scores = new HashMap<>();
        index.matrices(candidates.stream().map(Neighbour::series).toList())
                .forEach((series, matrix) -> scores.put(series, LateInteraction.score(slices, matrix)));
        return SliceVotes.ranked(scores).stream().limit(count()).toList();
    }

    private boolean exactly(Space space) {
        boolean exactly = request.exact().orElse(false) || index.count(space) < exactBelow;
        exact &= exactly;
        return exactly;
    }
}
