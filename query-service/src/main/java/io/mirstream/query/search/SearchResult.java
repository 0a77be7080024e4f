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
 * @param method with its pooling or ranking, such as {@code volume-avg} or {@code slice-freq}
 * @param model whose vectors were compared
 * @param tookMs milliseconds from the query's arrival to this answer
 * @param exact whether every vector was compared
 * @param hits best first
 */
public record SearchResult(String method, ModelRef model, long tookMs, boolean exact, List<Hit> hits) {
    /**
     * A series.
     *
     * @param rank from 1
     * @param score cosine similarity in [-1, 1]; for {@code slice-freq} a number of slices, for {@code slice-sum} a sum of
     *     similarities
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
            int slices) {}
}
