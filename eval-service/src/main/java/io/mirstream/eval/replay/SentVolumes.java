package io.mirstream.eval.replay;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.eval.dataset.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Volumes that are sent as any hospital sends its studies: an event says where the image lies, and the live model embeds it.
 * What was sent stays until it is retracted.
 */
public final class SentVolumes implements Volumes {
    private final StudyArchive archive;
    private final ReplayPlan plan;
    private final SentPools pools;
    private final Journal journal;
    private final Consumer<String> progress;
    private final Map<StudyUid, SentStudy> studies = new HashMap<>();
    private boolean settled;
    private boolean abandoned;

    /** @throws CodedException {@code MODEL_MISMATCH} when another model is live than when the replay began; as {@link SentPools} */
    public SentVolumes(StudyArchive archive, ReplayPlan plan, Journal journal, Consumer<String> progress) {
        this.archive = archive;
        this.plan = plan;
        this.journal = journal;
        this.progress = progress;
        if (!archive.live().fingerprint().equals(plan.model().fingerprint())) {
            throw new CodedException(
                    ErrorCode.MODEL_MISMATCH,
                    "another model is live than when the replay began: ./mirstream replay --remove " + plan.id()
                            + " takes back what it sent");
        }
        pools = new SentPools(plan);
        pools.studies().forEach(each -> studies.put(each.study(), each));
    }

    /** Why a method cannot be asked for; empty when it can. */
    public Optional<String> missing(Method method) {
        return method.missingIn(plan.model()).or(() -> pools.missing(method));
    }

    @Override
    public ModelRef model() {
        return plan.model();
    }

    @Override
    public Indexed index() throws InterruptedException {
        List<StudyFlow.Outgoing> open = pools.studies().stream()
                .filter(each -> journal.indexed(each.study()).isEmpty())
                .map(each -> StudyFlow.Outgoing.of(plan, StudyEventType.ARRIVED, each.event(plan.id())))
                .toList();
        new StudyFlow(archive, plan.model().fingerprint(), new Arrivals(open.size())).run(open);
        if (journal.finished().isEmpty()) { // else some may have been taken back
            requireFound();
        }
        return indexed();
    }

    @Override
    public List<SearchedPool> pools() {
        return pools.searched(this::series);
    }

    @Override
    public Map<VolumeId, SeriesUid> seen() {
        Map<VolumeId, SeriesUid> seen = new HashMap<>();
        if (plan.keep()) {
            pools.studies().forEach(each -> seen.put(each.volume(), series(each.study())));
        }
        return seen;
    }

    private SeriesUid series(StudyUid study) {
        return journal.indexed(study).orElseThrow().series();
    }

    /** Volumes on their way into the index. */
    private final class Arrivals implements StudyFlow.Way {
        private final Pace pace;

        Arrivals(int all) {
            pace = new Pace("indexed", all, "volumes", progress);
        }

        @Override
        public void send(StudyFlow.Outgoing outgoing) throws InterruptedException {
            synchronized (SentVolumes.this) {
                if (abandoned) {
                    throw new InterruptedException("the replay was told to end");
                }
                journal.sends(outgoing.study(), Instant.now());
                archive.send(outgoing.type(), outgoing.event(), outgoing.id());
            }
        }

        @Override
        public void ended(StudyFlow.Outgoing outgoing, StudyStatus status) {
            VolumeId volume = studies.get(outgoing.study()).volume();
            if (status.state() != StudyState.INDEXED) {
                ErrorCode code = status.errorCode().orElse(ErrorCode.STUDY_UNKNOWN); // somebody else retracted it
                throw new CodedException(
                        code, volume + ": " + status.errorDetail().orElse("is " + status.state()));
            }
            var series = status.series().getFirst();
            journal.isIndexed(
                    outgoing.study(),
                    new Journal.Indexed(series.seriesInstanceUid(), series.slices(), status.updatedAt()));
            pace.one();
        }
    }

    private Indexed indexed() {
        long slices = 0;
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        List<Duration> freshness = new ArrayList<>();
        for (SentStudy each : pools.studies()) {
            Instant sent = journal.sentAt(each.study()).orElseThrow();
            Journal.Indexed indexed = journal.indexed(each.study()).orElseThrow();
            slices += indexed.slices();
            first = sent.isBefore(first) ? sent : first;
            last = indexed.at().isAfter(last) ? indexed.at() : last;
            freshness.add(Duration.between(sent, indexed.at()));
        }
        return new Indexed(studies.size(), slices, Duration.between(first, last), freshness);
    }

    /** A gallery that lacks a volume, or has one that is none of its own, would make figures that say nothing. */
    private void requireFound() {
        for (SearchedPool pool : pools()) {
            pool.among().forEach((gallery, collections) -> {
                Set<StudyUid> expected = pools.studies().stream()
                        .filter(each -> collections.contains(each.collection()))
                        .map(SentStudy::study)
                        .collect(Collectors.toSet());
                SeriesUid any = pool.queries().values().iterator().next();
                int count = Math.clamp(expected.size(), 1, Method.MOST);
                List<SeriesUid> found = archive.search(Method.anything(plan.model(), any, collections, count));
                Set<SeriesUid> wanted = expected.stream().map(this::series).collect(Collectors.toSet());
                if (found.size() != Math.min(expected.size(), count) || !wanted.containsAll(found)) {
                    throw new CodedException(
                            ErrorCode.INDEX_BUSY,
                            "the gallery of " + pool.pool().organ().label() + " has " + found.size() + " of "
                                    + expected.size() + " volumes that are indexed");
                }
            });
        }
    }

    /** From now on {@link #abandon} has nothing to do. */
    public synchronized void settle() {
        settled = true;
    }

    /**
     * Of a program that is being ended: nothing more is sent, and what was is taken back, without waiting for it.
     *
     * @return false when all was settled before
     */
    public synchronized boolean abandon() {
        if (settled) {
            return false;
        }
        abandoned = true;
        new Retraction(archive, plan, journal, progress).send();
        return true;
    }
}
