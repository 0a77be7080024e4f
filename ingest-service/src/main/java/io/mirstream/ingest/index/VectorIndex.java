package io.mirstream.ingest.index;

import io.mirstream.contracts.id.ModelFingerprint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The search index of one model.
 *
 * <p>Every method throws {@link io.mirstream.contracts.error.CodedException} with {@code INDEX_UNAVAILABLE} or {@code
 * INDEX_BUSY} when the index does not answer or not take more; some of what was asked may have been done.
 */
public interface VectorIndex {
    /** Whose vectors it holds. */
    ModelFingerprint model();

    /** The lines that there are, as last written (not as last refreshed). */
    Map<LedgerKey, LedgerEntry> ledger(Set<LedgerKey> keys);

    /** Writes lines; one that somebody else wrote since it was read stays as it is, and is missing from the answer. */
    Map<LedgerKey, Stamp> compareAndSet(Map<LedgerKey, LedgerChange> changes);

    /** Writes and deletes documents; a document of which the index saw a newer revision stays as it is. */
    List<RefusedDocument> write(Collection<DocumentChange> changes);

    /** Makes what was written searchable. */
    void refresh();
}
