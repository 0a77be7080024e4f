package io.mirstream.ingest.index;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;

/** A study in a collection: what a line of the ledger is about. */
public record LedgerKey(CollectionName collection, StudyUid study) {
    public String text() {
        return collection + "/" + study;
    }
}
