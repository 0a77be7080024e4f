package io.mirstream.eval.replay;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.StudyUid;
import java.util.List;
import java.util.Optional;

/**
 * What any hospital has: a topic for study events, one with what becomes of them, and the search. {@link #heard} is called by
 * one thread.
 *
 * <p>Every method throws {@link io.mirstream.contracts.error.CodedException} with the code that a service answers with, or
 * {@code BROKER_UNAVAILABLE} or {@code INDEX_UNAVAILABLE} when none does.
 */
public interface StudyArchive extends Searching {
    /** The model that studies are indexed and searched by. */
    ModelRef live();

    /**
     * Returns once the event is kept.
     *
     * @param id of the event: the same one is the same event, sent again, and changes nothing
     */
    void send(StudyEventType type, StudyEvent event, String id);

    /** Statuses of all studies that there are, published since the last call; waits a moment for some. */
    List<StudyStatus> heard();

    /** The last known state of a study, as far as the live model is concerned; may lag behind {@link #heard}. */
    Optional<StudyStatus> status(StudyUid study);
}
