package io.mirstream.ingest.index;

import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.id.Revision;

/** A record for the indexer. */
public sealed interface Work {
    LedgerKey key();

    Revision revision();

    /** The vectors of a series. */
    record Embedded(SeriesEmbedding embedding, Origin origin) implements Work {
        @Override
        public LedgerKey key() {
            return new LedgerKey(embedding.collection(), embedding.studyInstanceUid());
        }

        @Override
        public Revision revision() {
            return embedding.revision();
        }
    }

    /** A study that must go. */
    record Retracted(LedgerKey key, Revision revision, String eventId) implements Work {}
}
