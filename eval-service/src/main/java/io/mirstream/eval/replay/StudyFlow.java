package io.mirstream.eval.replay;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.StudyUid;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Sends study events, a few at a time, and hears what becomes of each. */
final class StudyFlow {
    /** Studies of others come between those of a replay, however many it has. */
    static final int UNDER_WAY = 32;

    /** How long nothing may happen: studies of others may be before these. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** After this long a silence it is asked what became of studies: their statuses may have come before anybody listened. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    /** @param id of the event */
    record Outgoing(StudyEventType type, StudyEvent event, String id) {
        /** The same whenever the replay sends it. */
        static Outgoing of(ReplayPlan plan, StudyEventType type, StudyEvent event) {
            String id =
                    "replay/" + plan.id() + "/" + type.name().toLowerCase(Locale.ROOT) + "/" + event.studyInstanceUid();
            return new Outgoing(type, event, id);
        }

        StudyUid study() {
            return event.studyInstanceUid();
        }
    }

    /** What is done about studies on their way. */
    interface Way {
        /** Sends it. */
        void send(Outgoing outgoing) throws InterruptedException;

        /** Of a final status of the event: it ends here. */
        void ended(Outgoing outgoing, StudyStatus status);
    }

    private final StudyArchive archive;
    private final ModelFingerprint model;
    private final Way way;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final Map<StudyUid, Outgoing> underWay = new LinkedHashMap<>();

    /** @param model whose statuses count, beside those of no model */
    StudyFlow(StudyArchive archive, ModelFingerprint model, Way way) {
        this.archive = archive;
        this.model = model;
        this.way = way;
    }

    /**
     * Returns once all have ended.
     *
     * @throws CodedException {@code INDEX_BUSY} when nothing happens for too long; what the way throws
     */
    void run(List<Outgoing> all) throws InterruptedException {
        waiting.addAll(all);
        long lastEnd = System.nanoTime();
        long lastAsked = lastEnd;
        while (!waiting.isEmpty() || !underWay.isEmpty()) {
            while (underWay.size() < UNDER_WAY && !waiting.isEmpty()) {
                Outgoing next = waiting.remove();
                underWay.put(next.study(), next);
                way.send(next);
            }
            int before = underWay.size();
            archive.heard().forEach(this::take);
            if (underWay.size() < before) {
                lastEnd = System.nanoTime();
            } else if (isLongerAgo(SILENCE, Math.max(lastEnd, lastAsked))) {
                List.copyOf(underWay.keySet())
                        .forEach(study -> archive.status(study).ifPresent(this::take));
                lastAsked = System.nanoTime();
            }
            if (underWay.size() < before) {
                lastEnd = System.nanoTime();
            } else if (isLongerAgo(PATIENCE, lastEnd)) {
                throw new CodedException(
                        ErrorCode.INDEX_BUSY,
                        "nothing became of " + underWay.size() + " studies for too long: see ./mirstream status and"
                                + " ./mirstream dead-letters");
            }
        }
    }

    private static boolean isLongerAgo(Duration duration, long nanos) {
        return System.nanoTime() - nanos > duration.toNanos();
    }

    private void take(StudyStatus status) {
        Outgoing outgoing = underWay.get(status.studyInstanceUid());
        if (outgoing != null
                && status.eventId().equals(outgoing.id())
                && status.state().isFinal()
                && status.model().or(() -> Optional.of(model)).get().equals(model)) {
            underWay.remove(status.studyInstanceUid());
            way.ended(outgoing, status);
        }
    }
}
