package io.mirstream.ingest.index;

import io.mirstream.contracts.id.ModelFingerprint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The index as one of several indexers sees it: each step is done when it is its turn. */
record TurningIndex(MemoryIndex index, Turns.Player player) implements VectorIndex {
    @Override
    public ModelFingerprint model() {
        return index.model();
    }

    @Override
    public Map<LedgerKey, LedgerEntry> ledger(Set<LedgerKey> keys) {
        player.await();
        return index.ledger(keys);
    }

    @Override
    public Map<LedgerKey, Stamp> compareAndSet(Map<LedgerKey, LedgerChange> changes) {
        player.await();
        Map<LedgerKey, Stamp> written = index.compareAndSet(changes);
        player.await();
        return written;
    }

    /** In two requests, between which others have their turn. */
    @Override
    public List<RefusedDocument> write(Collection<DocumentChange> changes) {
        List<DocumentChange> all = List.copyOf(changes);
        player.await();
        index.write(all.subList(0, all.size() / 2));
        player.await();
        index.write(all.subList(all.size() / 2, all.size()));
        player.await();
        return List.of();
    }

    @Override
    public void refresh() {
        player.await();
        index.refresh();
        player.await();
    }
}
