package io.mirstream.query.http;

import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.StudyUid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What one listener has not been told yet. A study that changes twice between two looks is told once: where it is now. */
final class StatusChanges {
    /** How many of the newest are looked at: more that change between two looks are not told. */
    static final int STUDIES = 200;

    private final Supplier<List<StudyStatus>> newest;
    private final Supplier<Map<StudyState, Long>> totals;
    private Optional<Map<StudyUid, StudyStatus>> told = Optional.empty();

    /**
     * @param newest the newest studies, at most {@link #STUDIES}
     * @param totals how many of all studies are in each state
     */
    StatusChanges(Supplier<List<StudyStatus>> newest, Supplier<Map<StudyState, Long>> totals) {
        this.newest = newest;
        this.totals = totals;
    }

    /**
     * What is new.
     *
     * @param studies newest first
     * @param totals how many of all studies are in each state
     */
    record Changes(List<StudyStatus> studies, Map<StudyState, Long> totals) {}

    /** All of them at first, none among them; then those that changed, if any did. Throws what looking throws. */
    Optional<Changes> next() {
        Map<StudyUid, StudyStatus> now = new LinkedHashMap<>();
        newest.get().forEach(status -> now.put(status.studyInstanceUid(), status));
        Map<StudyUid, StudyStatus> before = told.orElse(Map.of());
        List<StudyStatus> changed = now.values().stream()
                .filter(status -> !status.equals(before.get(status.studyInstanceUid())))
                .toList();
        Optional<Changes> changes = told.isPresent() && changed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Changes(changed, totals.get()));
        told = Optional.of(now);
        return changes;
    }
}
