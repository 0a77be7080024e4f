package io.mirstream.embed.work;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.embed.publish.StudyResult;

/** Times studies by outcome and counts slice vectors. */
final class MeteredStudyEmbedder implements StudyEmbedder {
    private final StudyEmbedder embedder;
    private final MeterRegistry meters;

    MeteredStudyEmbedder(StudyEmbedder embedder, MeterRegistry meters) {
        this.embedder = embedder;
        this.meters = meters;
    }

    @Override
    public StudyResult embed(EmbedRequest request) {
        Timer.Sample sample = Timer.start(meters);
        String outcome = "STOPPED";
        try {
            StudyResult result = embedder.embed(request);
            outcome = result.failure().map(failure -> failure.code().name()).orElse("EMBEDDED");
            result.embeddings()
                    .forEach(series -> meters.counter("mirstream.embed.vectors")
                            .increment(series.slices().size()));
            return result;
        } finally {
            sample.stop(meters.timer("mirstream.embed.study", "outcome", outcome));
        }
    }
}
