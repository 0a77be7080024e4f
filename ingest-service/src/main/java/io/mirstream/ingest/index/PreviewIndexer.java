package io.mirstream.ingest.index;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the previews of studies as they are now. There is no ledger of previews: those of the vectors are asked, before
 * something is written and after. Who applies an amendment or a retraction claims the line first and deletes previews then;
 * so either this one sees the line, or that one deletes what this one wrote.
 */
public final class PreviewIndexer {
    private final PreviewStore store;
    private final ModelIndices models;

    public PreviewIndexer(PreviewStore store, ModelIndices models) {
        this.store = store;
        this.models = models;
    }

    /**
     * Returns once everything can be found, or is gone. Applying previews again changes nothing.
     *
     * @throws io.mirstream.contracts.error.CodedException TRANSIENT and EXTERNAL kinds: the batch may be applied again
     */
    public void apply(List<SeriesPreviews> batch) {
        Set<SeriesPreviews> outdated = outdated(batch);
        List<SeriesPreviews> current = new ArrayList<>(batch);
        current.removeAll(outdated);
        store.write(current);
        Set<SeriesPreviews> overtaken = outdated(current);
        Map<SeriesKey, Revision> gone = new LinkedHashMap<>();
        for (SeriesPreviews previews : batch) {
            if (outdated.contains(previews) || overtaken.contains(previews)) {
                SeriesKey key = new SeriesKey(previews.collection(), previews.seriesInstanceUid());
                gone.merge(key, previews.revision(), (one, other) -> one.isOlderThan(other) ? other : one);
            }
        }
        if (!gone.isEmpty()) {
            store.delete(gone);
        }
        store.refresh();
    }

    private Set<SeriesPreviews> outdated(List<SeriesPreviews> batch) {
        Set<LedgerKey> studies = batch.stream().map(PreviewIndexer::study).collect(toUnmodifiableSet());
        if (studies.isEmpty()) {
            return Set.of();
        }
        List<Map<LedgerKey, LedgerEntry>> ledgers = new ArrayList<>();
        for (ModelRef model : models.known().models().values()) {
            ledgers.add(models.of(model).ledger(studies));
        }
        Set<SeriesPreviews> outdated = new HashSet<>();
        for (SeriesPreviews previews : batch) {
            List<LedgerLine> lines = ledgers.stream()
                    .filter(ledger -> ledger.containsKey(study(previews)))
                    .map(ledger -> ledger.get(study(previews)).line())
                    .toList();
            if (isOutdated(previews.revision(), previews.seriesInstanceUid(), lines)) {
                outdated.add(previews);
            }
        }
        return outdated;
    }

    private static LedgerKey study(SeriesPreviews previews) {
        return new LedgerKey(previews.collection(), previews.studyInstanceUid());
    }

    /** One model may be ahead of another, and one may embed a series that another cannot. */
    private static boolean isOutdated(Revision revision, SeriesUid series, List<LedgerLine> lines) {
        List<LedgerLine> ofRevision = new ArrayList<>();
        for (LedgerLine line : lines) {
            boolean newer = revision.isOlderThan(line.revision());
            boolean same = line.revision().equals(revision);
            if (newer || (same && line.state().isRetraction())) {
                return true;
            }
            if (same) {
                ofRevision.add(line);
            }
        }
        return !ofRevision.isEmpty()
                && ofRevision.stream().noneMatch(line -> line.expected().contains(series));
    }
}
