package io.mirstream.embed.publish;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.StudyStatus;
import java.util.List;
import java.util.Optional;

/**
 * What became of a study.
 *
 * @param status EMBEDDED or FAILED, with every series
 * @param embeddings one an embedded series; none when the study failed
 * @param failure the first series that failed, or why the study did; it becomes one dead letter
 */
public record StudyResult(StudyStatus status, List<SeriesEmbedding> embeddings, Optional<Failure> failure) {
    /** A code, and in words what happened. */
    public record Failure(ErrorCode code, String detail) {}

    public StudyResult {
        embeddings = List.copyOf(embeddings);
    }
}
