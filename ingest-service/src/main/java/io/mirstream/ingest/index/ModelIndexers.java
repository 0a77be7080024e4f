package io.mirstream.ingest.index;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the indices of all models to what the records say: vectors those of their own model, retractions all of them.
 *
 * <p>A model that has no indices yet gets them with its first vectors. It may come to a study after this was retracted, and
 * its ledger knows nothing of that; the live one's does. So it is asked, after the new indices were made; and who applies a
 * retraction looks for new models once more when it is done. One of the two sees the other.
 */
public final class ModelIndexers {
    private final ModelIndices models;
    private final PreviewStore previews;
    private final Announcements announcements;
    private final IndexCounts counts;
    private final Clock clock;

    public ModelIndexers(
            ModelIndices models, PreviewStore previews, Announcements announcements, IndexCounts counts, Clock clock) {
        this.models = models;
        this.previews = previews;
        this.announcements = announcements;
        this.counts = counts;
        this.clock = clock;
    }

    /**
     * Returns once everything is searchable, or gone, in every index, and announced.
     *
     * @throws io.mirstream.contracts.error.CodedException as {@link Indexer#apply}
     */
    public void apply(List<Work> batch) {
        RetractedEverywhere retractions = new RetractedEverywhere(announcements);
        Set<ModelFingerprint> done = new HashSet<>();
        ModelIndices.Known known = knownWith(batch);
        while (!done.containsAll(known.models().keySet())) {
            for (ModelRef model : known.models().values()) {
                if (done.add(model.fingerprint())) {
                    apply(of(model, batch), model, known, retractions);
                }
            }
            if (hasRetraction(batch)) {
                known = models.known();
            }
        }
        retractions.announce();
    }

    /** All models, those whose first vectors are in the batch among them. */
    private ModelIndices.Known knownWith(List<Work> batch) {
        ModelIndices.Known known = models.known();
        Map<ModelFingerprint, ModelRef> fresh = new LinkedHashMap<>();
        for (Work work : batch) {
            if (work instanceof Work.Embedded embedded) {
                ModelRef model = embedded.embedding().model();
                if (known.removed().contains(model.fingerprint())) {
                    counts.stale();
                } else if (!known.models().containsKey(model.fingerprint())) {
                    fresh.put(model.fingerprint(), model);
                }
            }
        }
        fresh.values().forEach(models::make);
        return fresh.isEmpty() ? known : models.known();
    }

    private static List<Work> of(ModelRef model, List<Work> batch) {
        return batch.stream()
                .filter(work -> switch (work) {
                    case Work.Embedded embedded ->
                        embedded.embedding().model().fingerprint().equals(model.fingerprint());
                    case Work.Retracted retracted -> true;
                })
                .toList();
    }

    private static boolean hasRetraction(List<Work> batch) {
        return batch.stream().anyMatch(work -> work instanceof Work.Retracted);
    }

    private void apply(List<Work> works, ModelRef model, ModelIndices.Known known, RetractedEverywhere retractions) {
        if (works.isEmpty()) {
            return;
        }
        VectorIndex index = models.of(model);
        known.live()
                .filter(live -> !live.equals(model.fingerprint()))
                .map(known.models()::get)
                .ifPresent(live -> learnOfRetractions(index, models.of(live), works));
        new Indexer(index, previews, retractions, counts, clock).apply(works);
    }

    /** Lines that there are already know for themselves. */
    private static void learnOfRetractions(VectorIndex index, VectorIndex live, List<Work> works) {
        Set<LedgerKey> studies = works.stream()
                .filter(work -> work instanceof Work.Embedded)
                .map(Work::key)
                .collect(toUnmodifiableSet());
        if (studies.isEmpty()) {
            return;
        }
        Map<LedgerKey, LedgerChange> lines = new HashMap<>();
        live.ledger(studies).forEach((study, entry) -> {
            if (entry.line().state().isRetraction()) {
                LedgerLine gone = new LedgerLine(entry.line().revision(), LedgerLine.State.RETRACTED, Map.of());
                lines.put(study, new LedgerChange(Optional.empty(), gone));
            }
        });
        if (!lines.isEmpty()) {
            index.compareAndSet(lines);
        }
    }
}
