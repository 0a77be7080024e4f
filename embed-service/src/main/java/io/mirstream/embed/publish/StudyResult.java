package io.mirstream.embed.publish;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.event.StudyStatus;
import java.util.List;
import java.util.Optional;

/**
 * What became of a study.
 *
 * @param status EMBEDDED or FAILED, with every series
 * @param embeddings one an embedded series; none when the study failed
 * @param previews of embedded series, where they are wanted
 * @param failure the first series that failed, or why the study did; it becomes one dead letter
 */
public record StudyResult(
        StudyStatus status,
        List<SeriesEmbedding> embeddings,
        List<SeriesPreviews> previews,
        Optional<Failure> failure) {
    /** A code, and in words what happened. */
    public record Failure(ErrorCode code, String detail) {}

    public StudyResult {
        embeddings = List.copyOf(embeddings);
        previews = List.copyOf(previews);
    }

    /** Without previews. */
    public StudyResult(StudyStatus status, List<SeriesEmbedding> embeddings, Optional<Failure> failure) {
        this(status, embeddings, List.of(), failure);
    }
}
