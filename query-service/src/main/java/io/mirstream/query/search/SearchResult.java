package io.mirstream.query.search;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer.
 *
 * @param method with its pooling, ranking or target, such as {@code volume-avg} or {@code slice-freq}; of two {@code
 *     rrf(volume-avg,text-report)}
 * @param model whose vectors were compared
 * @param tookMs milliseconds from the query's arrival to this answer
 * @param exact whether every vector was compared
 * @param hits best first; by {@code diversity} in the order in which they were chosen
 * @param next for {@code searchAfter}; empty when there is nothing more
 */
public record SearchResult(
        String method, ModelRef model, long tookMs, boolean exact, List<Hit> hits, Optional<Cursor> next) {
    /**
     * A series.
     *
     * @param rank from 1
     * @param score comparable within a method: a cosine in [-1, 1] for {@code volume}, {@code slice-max} and {@code text},
     *     the mean over slices of the greatest cosine for {@code late-interaction}, a number of slices for {@code
     *     slice-freq}, a sum of cosines for {@code slice-sum}; of two rankings, see {@link Fusion}
     * @param explanation where it was asked for
     * @param links to the viewers that are configured
     */
    public record Hit(
            int rank,
            double score,
            SeriesUid seriesInstanceUid,
            StudyUid studyInstanceUid,
            CollectionName collection,
            Optional<String> modality,
            Optional<String> bodyPart,
            Optional<LocalDate> studyDate,
            Map<String, String> labels,
            int slices,
            Optional<Explanation> explanation,
            List<Link> links) {
        public Hit {
            links = List.copyOf(links);
        }

        Hit with(List<Link> toViewers) {
            return new Hit(
                    rank,
                    score,
                    seriesInstanceUid,
                    studyInstanceUid,
                    collection,
                    modality,
                    bodyPart,
                    studyDate,
                    labels,
                    slices,
                    explanation,
                    toViewers);
        }
    }

    /** Where a viewer shows the series. */
    public record Link(String name, String url) {}

    SearchResult with(List<Hit> otherHits) {
        return new SearchResult(method, model, tookMs, exact, otherHits, next);
    }
}
