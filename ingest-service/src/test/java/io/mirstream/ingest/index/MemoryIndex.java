package io.mirstream.ingest.index;

import io.mirstream.contracts.id.ModelFingerprint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * An index in memory with the rules of OpenSearch: a document is written or deleted at a version (external_gte), a deletion
 * is remembered until {@link #expireDeletions}, ledger lines are written if their stamp is the one that was seen, and what
 * is written is found once it is refreshed. A document id that is refused stays refused. Whoever calls first meets {@link
 * Hazard}.
 */
public final class MemoryIndex implements VectorIndex {
    private final ModelFingerprint model;
    private final Map<LedgerKey, LedgerEntry> lines = new HashMap<>();
    private final Map<DocumentId, Long> versions = new HashMap<>();
    private final Map<DocumentId, DocumentChange> documents = new HashMap<>();
    private Set<String> searchable = Set.of();
    private long sequence;
    private Predicate<DocumentId> refused = id -> false;
    private Hazard hazard = step -> {};

    public MemoryIndex() {
        this(Embeddings.MODEL.fingerprint());
    }

    public MemoryIndex(ModelFingerprint model) {
        this.model = model;
    }

    /** What may happen between what an indexer asks for and what is done, by throwing. */
    @FunctionalInterface
    public interface Hazard {
        /** @param step such as {@code "before claim"} or {@code "after write"} */
        void meet(String step);
    }

    public void meets(Hazard hazard) {
        this.hazard = hazard;
    }

    public void refuses(Predicate<DocumentId> refused) {
        this.refused = refused;
    }

    // --- what a test wants to know

    /** {@code collection/series@revision} and {@code collection/series/slice@revision}, found or not yet. */
    public Set<String> documents() {
        Set<String> names = new TreeSet<>();
        documents.forEach((id, change) -> names.add(id.text() + "@" + change.revision()));
        return names;
    }

    public Set<String> searchable() {
        return searchable;
    }

    public LedgerLine line(LedgerKey key) {
        return lines.get(key).line();
    }

    public Map<String, LedgerLine> lines() {
        Map<String, LedgerLine> byName = new TreeMap<>();
        lines.forEach((key, entry) -> byName.put(key.text(), entry.line()));
        return byName;
    }

    /** As OpenSearch does after {@code index.gc_deletes}. */
    public void expireDeletions() {
        versions.keySet().retainAll(documents.keySet());
    }

    // --- what an indexer does

    @Override
    public ModelFingerprint model() {
        return model;
    }

    @Override
    public Map<LedgerKey, LedgerEntry> ledger(Set<LedgerKey> keys) {
        hazard.meet("before reading");
        Map<LedgerKey, LedgerEntry> found = new HashMap<>(lines);
        found.keySet().retainAll(keys);
        return found;
    }

    @Override
    public Map<LedgerKey, Stamp> compareAndSet(Map<LedgerKey, LedgerChange> changes) {
        hazard.meet("before line");
        Map<LedgerKey, Stamp> written = new HashMap<>();
        changes.forEach((key, change) -> {
            LedgerEntry there = lines.get(key);
            if (change.seen()
                    .map(seen -> there != null && seen.equals(there.stamp()))
                    .orElse(there == null)) {
                Stamp stamp = new Stamp(sequence++, 1);
                lines.put(key, new LedgerEntry(change.line(), stamp));
                written.put(key, stamp);
            }
        });
        hazard.meet("after line");
        return written;
    }

    @Override
    public List<RefusedDocument> write(Collection<DocumentChange> changes) {
        hazard.meet("before write");
        List<RefusedDocument> refusals = new ArrayList<>();
        int done = 0;
        for (DocumentChange change : changes) {
            apply(change, refusals);
            if (++done == changes.size() / 2) {
                hazard.meet("within write");
            }
        }
        hazard.meet("after write");
        return refusals;
    }

    private void apply(DocumentChange change, List<RefusedDocument> refusals) {
        DocumentId id = change.id();
        boolean deletion = change instanceof DocumentChange.Delete;
        if (!deletion && refused.test(id)) {
            refusals.add(new RefusedDocument(id, "mapper_parsing_exception"));
            return;
        }
        if (versions.getOrDefault(id, 0L) > change.revision().value()) {
            return;
        }
        versions.put(id, change.revision().value());
        if (deletion) {
            documents.remove(id);
        } else {
            documents.put(id, change);
        }
    }

    @Override
    public void refresh() {
        hazard.meet("before refresh");
        searchable = documents();
        hazard.meet("after refresh");
    }
}
