package io.mirstream.ingest.index;

import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.id.Revision;

/** A document to write or to delete. Nothing happens if the index saw a newer revision of that document. */
public sealed interface DocumentChange {
    DocumentId id();

    Revision revision();

    /** The document of a series: its pooled vectors, and what it can be filtered by. */
    record PutSeries(SeriesEmbedding embedding) implements DocumentChange {
        @Override
        public DocumentId id() {
            return new DocumentId.OfSeries(embedding.collection(), embedding.seriesInstanceUid());
        }

        @Override
        public Revision revision() {
            return embedding.revision();
        }
    }

    /** The document of one slice of a series. */
    record PutSlice(SeriesEmbedding embedding, SeriesEmbedding.SliceVector slice) implements DocumentChange {
        @Override
        public DocumentId id() {
            return new DocumentId.OfSlice(embedding.collection(), embedding.seriesInstanceUid(), slice.index());
        }

        @Override
        public Revision revision() {
            return embedding.revision();
        }
    }

    /** Deleting what is not there is fine. */
    record Delete(DocumentId id, Revision revision) implements DocumentChange {}
}
