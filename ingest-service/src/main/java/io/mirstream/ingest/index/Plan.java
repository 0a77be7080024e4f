package io.mirstream.ingest.index;

import static io.mirstream.ingest.index.SeriesLine.Presence.INDEXED;
import static io.mirstream.ingest.index.SeriesLine.Presence.OBSOLETE;
import static io.mirstream.ingest.index.SeriesLine.Presence.PENDING;
import static io.mirstream.ingest.index.SeriesLine.Presence.REFUSED;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesState;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to do about one study, given its line in the ledger and the records at hand. The rules of the ledger; no I/O.
 *
 * <ol>
 *   <li>The newest revision, of the line and of the records, is the one that counts. Records of older ones are not applied,
 *       and what they may have written is deleted, at their own revision, so that nothing newer is touched.
 *   <li>The line is claimed before documents are written: it then names every document that may exist.
 *   <li>Series, and slices of a series, that a newer revision does not have are deleted by the ids that the line knows of.
 *   <li>Two records of the same revision may name different series, when a study was embedded twice and could be read only
 *       partly the second time. The one that came last is right, so that no series is waited for in vain.
 *   <li>A study is searchable when no series of its newest revision is pending. A record of a study that already was makes
 *       its status be published again: whoever sent the record again may have published an earlier status, too.
 * </ol>
 *
 * @param claim the line to write before anything else; the line as it is, when there is nothing to claim
 * @param todo embeddings to index
 * @param stale embeddings that are not applied
 * @param latest the record that says which series there are; empty when the study is retracted or all records are stale
 * @param retraction the record that retracts the study
 */
record Plan(
        LedgerKey key,
        Optional<LedgerEntry> entry,
        LedgerLine claim,
        List<Work.Embedded> todo,
        List<Work.Embedded> stale,
        Optional<SeriesEmbedding> latest,
        Optional<Work.Retracted> retraction) {

    /** What the index says of a document it does not take is for the log; senders learn this much. */
    static final String REFUSED_DETAIL = "the index refused the vectors of the series";

    static Plan of(LedgerKey key, Optional<LedgerEntry> entry, List<Work> works) {
        Optional<LedgerLine> line = entry.map(LedgerEntry::line);
        Revision newest =
                works.stream().map(Work::revision).max(Revision::compareTo).orElseThrow();
        if (line.isPresent() && newest.isOlderThan(line.get().revision())) {
            newest = line.get().revision();
        }
        Revision counts = newest;
        List<Work> current =
                works.stream().filter(work -> work.revision().equals(counts)).toList();
        Optional<Work.Retracted> retraction = last(current, Work.Retracted.class);
        Optional<LedgerLine> begun = line.filter(known -> known.revision().equals(counts));
        boolean retracted = retraction.isPresent()
                || begun.map(LedgerLine::state)
                        .filter(LedgerLine.State::isRetraction)
                        .isPresent();
        List<Work.Embedded> all = every(works, Work.Embedded.class);
        if (retracted) {
            LedgerLine claim = begun.filter(known -> known.state().isRetraction())
                    .orElseGet(() -> new LedgerLine(counts, LedgerLine.State.RETRACTING, obsolete(line)));
            return new Plan(key, entry, claim, List.of(), all, Optional.empty(), retraction);
        }
        Optional<SeriesEmbedding> latest = last(current, Work.Embedded.class).map(Work.Embedded::embedding);
        if (latest.isEmpty()) {
            return new Plan(key, entry, line.orElseThrow(), List.of(), all, latest, retraction);
        }
        return indexing(key, entry, begun, latest.get(), all);
    }

    private static Plan indexing(
            LedgerKey key,
            Optional<LedgerEntry> entry,
            Optional<LedgerLine> begun,
            SeriesEmbedding latest,
            List<Work.Embedded> all) {
        Set<SeriesUid> expected = expected(latest);
        Map<SeriesUid, SeriesLine> known =
                entry.map(found -> found.line().series()).orElse(Map.of());
        boolean sameSeries = begun.map(line -> line.expected().equals(expected)).orElse(false);

        Map<SeriesUid, Work.Embedded> applied = new LinkedHashMap<>();
        List<Work.Embedded> stale = new ArrayList<>();
        for (Work.Embedded work : all) {
            SeriesUid series = work.embedding().seriesInstanceUid();
            if (work.revision().equals(latest.revision()) && expected.contains(series)) {
                applied.put(series, work);
            } else {
                stale.add(work);
            }
        }
        if (sameSeries) {
            applied.values().removeIf(work -> isDone(known, work.embedding()));
        }

        Map<SeriesUid, SeriesLine> series = new HashMap<>(obsolete(entry.map(LedgerEntry::line)));
        for (SeriesUid uid : expected) {
            SeriesLine before = known.getOrDefault(uid, new SeriesLine(PENDING, 0));
            if (applied.containsKey(uid)) {
                int slices = applied.get(uid).embedding().slices().size();
                series.put(uid, new SeriesLine(PENDING, Math.max(before.slices(), slices)));
            } else if (begun.isPresent() && before.presence() != OBSOLETE) {
                series.put(uid, before);
            } else {
                series.put(uid, new SeriesLine(PENDING, before.slices()));
            }
        }
        LedgerLine claim = applied.isEmpty() && sameSeries
                ? begun.orElseThrow()
                : new LedgerLine(latest.revision(), LedgerLine.State.INDEXING, series);
        return new Plan(key, entry, claim, List.copyOf(applied.values()), stale, Optional.of(latest), Optional.empty());
    }

    /** Every document to write or delete once the line is claimed. */
    List<DocumentChange> changes() {
        List<DocumentChange> changes = new ArrayList<>();
        for (Work.Embedded work : stale) {
            SeriesEmbedding embedding = work.embedding();
            changes.addAll(deletions(
                    embedding.seriesInstanceUid(), 0, embedding.slices().size(), embedding.revision()));
        }
        claim.series().forEach((series, line) -> {
            if (line.presence() == OBSOLETE) {
                changes.addAll(deletions(series, 0, line.slices(), claim.revision()));
            }
        });
        for (Work.Embedded work : todo) {
            SeriesEmbedding embedding = work.embedding();
            SeriesUid series = embedding.seriesInstanceUid();
            int slices = embedding.slices().size();
            changes.add(new DocumentChange.PutSeries(embedding));
            embedding.slices().forEach(slice -> changes.add(new DocumentChange.PutSlice(embedding, slice)));
            for (int slice = slices; slice < claim.series().get(series).slices(); slice++) {
                changes.add(deletion(new DocumentId.OfSlice(key.collection(), series, slice), claim.revision()));
            }
        }
        return changes;
    }

    /** What to take back of the series that the index refused in part: a series is there as a whole or not at all. */
    List<DocumentChange> withdrawals(Set<SeriesUid> refused) {
        return todo.stream()
                .map(Work.Embedded::embedding)
                .filter(embedding -> refused.contains(embedding.seriesInstanceUid()))
                .flatMap(embedding ->
                        deletions(
                                embedding.seriesInstanceUid(),
                                0,
                                embedding.slices().size(),
                                embedding.revision())
                                .stream())
                .toList();
    }

    /**
     * Previews that must go, by the newest revision that does. Of a study that goes on these are older ones only: another
     * model may have embedded a series of this revision that this one has not.
     */
    Map<SeriesKey, Revision> outdatedPreviews() {
        Set<SeriesUid> series = new LinkedHashSet<>();
        stale.forEach(work -> series.add(work.embedding().seriesInstanceUid()));
        Map<SeriesKey, Revision> outdated = new HashMap<>();
        if (claim.state().isRetraction()) {
            series.addAll(claim.series().keySet());
            series.forEach(uid -> outdated.put(new SeriesKey(key.collection(), uid), claim.revision()));
            return outdated;
        }
        if (claim.revision().equals(Revision.FIRST)) {
            return outdated;
        }
        todo.forEach(work -> series.add(work.embedding().seriesInstanceUid()));
        claim.series().forEach((uid, line) -> {
            if (line.presence() == OBSOLETE) {
                series.add(uid);
            }
        });
        Revision before = new Revision(claim.revision().value() - 1);
        series.forEach(uid -> outdated.put(new SeriesKey(key.collection(), uid), before));
        return outdated;
    }

    /** Series whose records must not stay on their topic. */
    Set<SeriesUid> forgotten() {
        if (!claim.state().isRetraction()) {
            return Set.of();
        }
        Set<SeriesUid> forgotten = new LinkedHashSet<>(claim.series().keySet());
        stale.forEach(work -> forgotten.add(work.embedding().seriesInstanceUid()));
        return forgotten;
    }

    /** The line once all changes are made. Without the retraction's own record at hand its line stays as it is. */
    LedgerLine conclusion(Set<SeriesUid> refused) {
        if (claim.state().isRetraction()) {
            return retraction.isPresent()
                    ? new LedgerLine(claim.revision(), LedgerLine.State.RETRACTED, Map.of())
                    : claim;
        }
        if (latest.isEmpty()) {
            return claim;
        }
        Map<SeriesUid, SeriesLine> series = new HashMap<>(claim.series());
        series.values().removeIf(line -> line.presence() == OBSOLETE);
        for (Work.Embedded work : todo) {
            SeriesUid uid = work.embedding().seriesInstanceUid();
            series.put(
                    uid,
                    refused.contains(uid)
                            ? new SeriesLine(REFUSED, 0)
                            : new SeriesLine(INDEXED, work.embedding().slices().size()));
        }
        LedgerLine line = new LedgerLine(claim.revision(), LedgerLine.State.INDEXING, series);
        if (line.has(PENDING)) {
            return line;
        }
        return new LedgerLine(
                line.revision(), line.has(REFUSED) ? LedgerLine.State.FAILED : LedgerLine.State.INDEXED, series);
    }

    /** What to publish once the concluded line is written. */
    Optional<StudyStatus> status(LedgerLine concluded, Instant now) {
        return switch (concluded.state()) {
            case INDEXING, RETRACTING -> Optional.empty();
            case RETRACTED ->
                retraction.map(record ->
                        status(concluded, StudyState.RETRACTED, record.eventId(), List.of(), Optional.empty(), now));
            case INDEXED ->
                latest.map(embedding -> status(
                        concluded,
                        StudyState.INDEXED,
                        embedding.eventId(),
                        series(embedding, concluded),
                        Optional.empty(),
                        now));
            case FAILED ->
                latest.map(embedding -> status(
                        concluded,
                        StudyState.FAILED,
                        embedding.eventId(),
                        series(embedding, concluded),
                        Optional.of(ErrorCode.EVENT_INVALID),
                        now));
        };
    }

    private StudyStatus status(
            LedgerLine concluded,
            StudyState state,
            String eventId,
            List<SeriesStatus> series,
            Optional<ErrorCode> code,
            Instant now) {
        return new StudyStatus(
                key.study(),
                key.collection(),
                state,
                concluded.revision().value(),
                eventId,
                series,
                code,
                code.map(failure -> REFUSED_DETAIL),
                now);
    }

    private static List<SeriesStatus> series(SeriesEmbedding embedding, LedgerLine concluded) {
        return embedding.study().stream()
                .map(series -> {
                    SeriesLine line = concluded.series().get(series.seriesInstanceUid());
                    if (series.state() != SeriesState.EMBEDDED || line == null) {
                        return series;
                    }
                    return line.presence() == REFUSED
                            ? SeriesStatus.failed(series.seriesInstanceUid(), ErrorCode.EVENT_INVALID, REFUSED_DETAIL)
                            : series.indexed();
                })
                .toList();
    }

    private static boolean isDone(Map<SeriesUid, SeriesLine> known, SeriesEmbedding embedding) {
        SeriesLine line = known.get(embedding.seriesInstanceUid());
        return switch (line.presence()) {
            case PENDING, OBSOLETE -> false;
            case REFUSED -> true;
            case INDEXED -> line.slices() == embedding.slices().size();
        };
    }

    private static Set<SeriesUid> expected(SeriesEmbedding embedding) {
        return embedding.study().stream()
                .filter(series -> series.state() == SeriesState.EMBEDDED)
                .map(SeriesStatus::seriesInstanceUid)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<SeriesUid, SeriesLine> obsolete(Optional<LedgerLine> line) {
        Map<SeriesUid, SeriesLine> obsolete = new HashMap<>();
        line.ifPresent(known -> known.series()
                .forEach((series, there) -> obsolete.put(series, new SeriesLine(OBSOLETE, there.slices()))));
        return obsolete;
    }

    private Collection<DocumentChange> deletions(SeriesUid series, int from, int to, Revision revision) {
        List<DocumentChange> deletions = new ArrayList<>();
        deletions.add(deletion(new DocumentId.OfSeries(key.collection(), series), revision));
        for (int slice = from; slice < to; slice++) {
            deletions.add(deletion(new DocumentId.OfSlice(key.collection(), series, slice), revision));
        }
        return deletions;
    }

    private static DocumentChange deletion(DocumentId id, Revision revision) {
        return new DocumentChange.Delete(id, revision);
    }

    private static <W extends Work> Optional<W> last(List<Work> works, Class<W> kind) {
        List<W> found = every(works, kind);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
    }

    private static <W extends Work> List<W> every(List<Work> works, Class<W> kind) {
        return works.stream()
                .map(work -> kind.isInstance(work) ? kind.cast(work) : null)
                .filter(Objects::nonNull)
                .toList();
    }
}
