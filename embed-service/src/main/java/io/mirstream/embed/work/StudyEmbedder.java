package io.mirstream.embed.work;

import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.embed.publish.StudyResult;

/** Turns an accepted study into vectors. Retry and metrics wrap it. */
public interface StudyEmbedder {
    /**
     * What became of the study; failures of kind INPUT are in the result.
     *
     * @throws io.mirstream.contracts.error.CodedException of the other kinds
     */
    StudyResult embed(EmbedRequest request);
}
