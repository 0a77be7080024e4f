package io.mirstream.ingest.index;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;

/** What the indexer tells the rest of the world. */
public interface Announcements {
    void status(StudyStatus status);

    /** The vectors of a series by a model, and its previews, must not be kept on their topics either. */
    void forget(SeriesUid series, ModelFingerprint model);

    void deadLetter(Origin origin, ErrorCode code, String detail);

    /**
     * Returns once everything that was announced is kept.
     *
     * @throws io.mirstream.contracts.error.CodedException {@code BROKER_UNAVAILABLE}
     */
    void flush();
}
