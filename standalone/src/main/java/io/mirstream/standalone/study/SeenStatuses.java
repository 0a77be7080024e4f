package io.mirstream.standalone.study;

import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.ModelFingerprint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Statuses as they came from their topic, where each model has its own say; and which of them counts. */
final class SeenStatuses {
    private final Map<String, Map<Optional<ModelFingerprint>, StudyStatus>> byEvent = new HashMap<>();

    void take(StudyStatus status) {
        byEvent.computeIfAbsent(status.eventId(), event -> new HashMap<>()).put(status.model(), status);
    }

    /** By event, for who searches by a model. */
    Map<String, StudyStatus> by(Optional<ModelFingerprint> live) {
        Map<String, StudyStatus> latest = new HashMap<>();
        byEvent.forEach((event, statuses) -> StudyStatus.latest(
                        Optional.ofNullable(statuses.get(Optional.<ModelFingerprint>empty())),
                        live.map(model -> statuses.get(Optional.of(model))))
                .ifPresent(status -> latest.put(event, status)));
        return latest;
    }
}
