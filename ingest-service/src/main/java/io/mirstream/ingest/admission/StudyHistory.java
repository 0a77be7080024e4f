package io.mirstream.ingest.admission;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a study.
 *
 * @param revision last accepted
 * @param retracted whether the last accepted event was a retraction
 * @param collection that the last accepted event put the study in, or took it from
 * @param events digests of the last accepted events, oldest first
 */
public record StudyHistory(Revision revision, boolean retracted, CollectionName collection, List<String> events) {
    /**
     * How many accepted events of a study are remembered: an event that is sent again is told from a new one as long as
     * fewer than this many others of the same study were accepted since.
     */
    public static final int REMEMBERED_EVENTS = 64;

    public StudyHistory {
        events = List.copyOf(events);
    }

    public boolean hasSeen(EventIdentity event) {
        return events.contains(event.digest());
    }

    /**
     * What is remembered once the event is accepted.
     *
     * <p>A study lives in one collection at a time: an event that names another is refused until the study was retracted,
     * because a silent move would race the removal from the old collection against the arrival in the new one. An amendment
     * of a study that is not known is an arrival whose first event was lost or expired.
     *
     * @throws CodedException {@code STUDY_UNKNOWN}, {@code EVENT_INVALID}
     */
    public static StudyHistory accept(
            Optional<StudyHistory> history, StudyEventType type, StudyEvent event, EventIdentity identity) {
        boolean retraction = type == StudyEventType.RETRACTED;
        if (history.isEmpty()) {
            if (retraction) {
                throw new CodedException(ErrorCode.STUDY_UNKNOWN, "no such study was ever accepted");
            }
            return new StudyHistory(Revision.FIRST, false, event.collection(), List.of(identity.digest()));
        }
        StudyHistory last = history.get();
        if (!retraction && !last.retracted && !last.collection.equals(event.collection())) {
            throw new CodedException(
                    ErrorCode.EVENT_INVALID,
                    "collection: the study is in collection " + last.collection + "; retract it there first");
        }
        // A retraction takes the study from where it is, whatever collection it names.
        CollectionName collection = retraction ? last.collection : event.collection();
        return new StudyHistory(last.revision.next(), retraction, collection, last.remembering(identity));
    }

    private List<String> remembering(EventIdentity identity) {
        List<String> remembered = new ArrayList<>(events);
        remembered.add(identity.digest());
        return remembered.subList(Math.max(0, remembered.size() - REMEMBERED_EVENTS), remembered.size());
    }
}
