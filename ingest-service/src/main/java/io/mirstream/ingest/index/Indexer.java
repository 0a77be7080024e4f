package io.mirstream.ingest.index;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings the index of one model to what the records say, a batch at a time. Applying a record again changes nothing. */
public final class Indexer {
    /** How often a study is tried whose line in the ledger another instance keeps changing. */
    private static final int MAX_RACES = 20;

    private final VectorIndex index;
    private final PreviewStore previews;
    private final Announcements announcements;
    private final IndexCounts counts;
    private final Clock clock;

    public Indexer(
            VectorIndex index, PreviewStore previews, Announcements announcements, IndexCounts counts, Clock clock) {
        this.index = index;
        this.previews = previews;
        this.announcements = announcements;
        this.counts = counts;
        this.clock = clock;
    }

    /**
     * Returns once everything is searchable, or gone, and announced.
     *
     * @throws CodedException TRANSIENT and EXTERNAL kinds: nothing is lost, the batch may be applied again
     */
    public void apply(List<Work> batch) {
        Map<LedgerKey, List<Work>> open = batch.stream().collect(groupingBy(Work::key, LinkedHashMap::new, toList()));
        for (int race = 0; !open.isEmpty(); race++) {
            if (race == MAX_RACES) {
                throw new CodedException(ErrorCode.INDEX_BUSY, "other instances keep changing the same studies");
            }
            applyOnce(open).forEach(open::remove);
        }
    }

    /** Returns the studies that are done; of the others somebody else wrote the line first. */
    private Set<LedgerKey> applyOnce(Map<LedgerKey, List<Work>> works) {
        Map<LedgerKey, LedgerEntry> ledger = index.ledger(works.keySet());
        Map<LedgerKey, Claimed> claimed = claim(works, ledger);

        List<DocumentChange> changes = new ArrayList<>();
        claimed.values().forEach(claim -> changes.addAll(claim.plan().changes()));
        Map<LedgerKey, Set<SeriesUid>> refused = write(changes, claimed);
        if (!changes.isEmpty()) {
            index.refresh();
        }
        deletePreviews(claimed);
        announceBeforeConcluding(claimed, refused);
        return conclude(claimed, refused);
    }

    /** @param seen what the line must still be when it is concluded */
    private record Claimed(Plan plan, Optional<Stamp> seen) {}

    private Map<LedgerKey, Claimed> claim(Map<LedgerKey, List<Work>> works, Map<LedgerKey, LedgerEntry> ledger) {
        Map<LedgerKey, Claimed> claimed = new LinkedHashMap<>();
        Map<LedgerKey, LedgerChange> toWrite = new LinkedHashMap<>();
        Map<LedgerKey, Plan> plans = new HashMap<>();
        works.forEach((key, records) -> {
            Optional<LedgerEntry> entry = Optional.ofNullable(ledger.get(key));
            Plan plan = Plan.of(key, entry, records);
            plan.stale().forEach(stale -> counts.stale());
            Optional<Stamp> stamp = entry.map(LedgerEntry::stamp);
            if (entry.map(LedgerEntry::line).filter(plan.claim()::equals).isPresent()) {
                claimed.put(key, new Claimed(plan, stamp));
            } else {
                plans.put(key, plan);
                toWrite.put(key, new LedgerChange(stamp, plan.claim()));
            }
        });
        Map<LedgerKey, Stamp> written = toWrite.isEmpty() ? Map.of() : index.compareAndSet(toWrite);
        plans.forEach((key, plan) -> {
            if (written.containsKey(key)) {
                claimed.put(key, new Claimed(plan, Optional.of(written.get(key))));
            } else {
                counts.lostRace();
            }
        });
        return claimed;
    }

    private Map<LedgerKey, Set<SeriesUid>> write(List<DocumentChange> changes, Map<LedgerKey, Claimed> claimed) {
        Map<LedgerKey, Set<SeriesUid>> refused = new HashMap<>();
        if (changes.isEmpty()) {
            return refused;
        }
        List<RefusedDocument> refusals = index.write(changes);
        counts.deleted((int) changes.stream()
                .filter(change -> change instanceof DocumentChange.Delete)
                .count());
        if (refusals.isEmpty()) {
            return refused;
        }
        Set<SeriesUid> series =
                refusals.stream().map(refusal -> refusal.id().series()).collect(toUnmodifiableSet());
        List<DocumentChange> withdrawals = new ArrayList<>();
        claimed.forEach((key, claim) -> {
            Set<SeriesUid> ofStudy = new HashSet<>();
            for (Work.Embedded work : claim.plan().todo()) {
                SeriesUid uid = work.embedding().seriesInstanceUid();
                if (series.contains(uid)) {
                    ofStudy.add(uid);
                }
            }
            if (!ofStudy.isEmpty()) {
                refused.put(key, ofStudy);
                withdrawals.addAll(claim.plan().withdrawals(ofStudy));
            }
        });
        index.write(withdrawals);
        return refused;
    }

    private void deletePreviews(Map<LedgerKey, Claimed> claimed) {
        Map<SeriesKey, Revision> outdated = new LinkedHashMap<>();
        claimed.values().forEach(claim -> outdated.putAll(claim.plan().outdatedPreviews()));
        if (!outdated.isEmpty()) {
            previews.delete(outdated);
            previews.refresh();
        }
    }

    /** What the line will promise must be true before it says so; after a crash it is announced again. */
    private void announceBeforeConcluding(Map<LedgerKey, Claimed> claimed, Map<LedgerKey, Set<SeriesUid>> refused) {
        claimed.forEach((key, claim) -> {
            claim.plan().forgotten().forEach(series -> announcements.forget(series, index.model()));
            Set<SeriesUid> ofStudy = refused.getOrDefault(key, Set.of());
            for (Work.Embedded work : claim.plan().todo()) {
                if (ofStudy.contains(work.embedding().seriesInstanceUid())) {
                    counts.refused();
                    announcements.deadLetter(work.origin(), ErrorCode.EVENT_INVALID, Plan.REFUSED_DETAIL);
                }
            }
        });
        announcements.flush();
    }

    private Set<LedgerKey> conclude(Map<LedgerKey, Claimed> claimed, Map<LedgerKey, Set<SeriesUid>> refused) {
        Map<LedgerKey, LedgerLine> conclusions = new LinkedHashMap<>();
        Map<LedgerKey, LedgerChange> toWrite = new LinkedHashMap<>();
        claimed.forEach((key, claim) -> {
            LedgerLine conclusion = claim.plan().conclusion(refused.getOrDefault(key, Set.of()));
            conclusions.put(key, conclusion);
            if (!conclusion.equals(claim.plan().claim())) {
                toWrite.put(key, new LedgerChange(claim.seen(), conclusion));
            }
        });
        Map<LedgerKey, Stamp> written = toWrite.isEmpty() ? Map.of() : index.compareAndSet(toWrite);
        Set<LedgerKey> done = new HashSet<>();
        conclusions.forEach((key, conclusion) -> {
            if (toWrite.containsKey(key) && !written.containsKey(key)) {
                counts.lostRace();
                return;
            }
            done.add(key);
            Plan plan = claimed.get(key).plan();
            Set<SeriesUid> ofStudy = refused.getOrDefault(key, Set.of());
            plan.todo().stream()
                    .map(Work.Embedded::embedding)
                    .filter(embedding -> !ofStudy.contains(embedding.seriesInstanceUid()))
                    .forEach(embedding -> counts.indexed(1, embedding.slices().size()));
            Optional<StudyStatus> status = plan.status(conclusion, clock.instant());
            status.map(this::madeBy).ifPresent(announcements::status);
        });
        announcements.flush();
        return done;
    }

    private StudyStatus madeBy(StudyStatus status) {
        return status.state() == StudyState.RETRACTED ? status : status.by(index.model());
    }
}
