package io.mirstream.eval.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.NiftiUids;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * In memory. An event that it knows is dropped, as the intake drops it. To its search all series are alike: it finds those of
 * the collections that are named, in the order of their UIDs.
 */
final class FakeStudyArchive implements StudyArchive {
    static final ModelRef MODEL = new ModelRef("fake", "1", new ModelFingerprint("0123456789abcdef"), 2, 3, false);

    final Map<StudyUid, StudyEvent> indexed = new LinkedHashMap<>();
    final List<String> sent = new ArrayList<>();
    final List<ObjectNode> searches = Collections.synchronizedList(new ArrayList<>());

    /** Whether statuses reach those who listen. */
    boolean heard = true;

    /** After so many arrivals it is as if the program were killed. */
    int arrivalsUntilTheEnd = Integer.MAX_VALUE;

    /** After so many searches, too. */
    int searchesUntilTheEnd = Integer.MAX_VALUE;

    Optional<ErrorCode> failure = Optional.empty();
    ModelRef live = MODEL;
    int mostUnderWay;

    private final Set<String> known = new HashSet<>();
    private final Map<StudyUid, StudyStatus> statuses = new LinkedHashMap<>();
    private final List<StudyStatus> unheard = new ArrayList<>();

    @Override
    public ModelRef live() {
        return live;
    }

    @Override
    public void send(StudyEventType type, StudyEvent event, String id) {
        if (type == StudyEventType.ARRIVED && arrivalsUntilTheEnd-- == 0) {
            throw new Killed();
        }
        sent.add(id);
        if (!known.add(id)) {
            return;
        }
        StudyUid study = event.studyInstanceUid();
        StudyStatus status;
        if (type == StudyEventType.RETRACTED) {
            StudyEvent before = indexed.remove(study);
            status = status(before == null ? event : before, StudyState.RETRACTED, id, Optional.empty());
        } else if (failure.isPresent()) {
            status = status(event, StudyState.FAILED, id, failure).by(live.fingerprint());
        } else {
            indexed.put(study, event);
            status = status(event, StudyState.INDEXED, id, Optional.empty()).by(live.fingerprint());
        }
        statuses.put(study, status);
        unheard.add(status);
        mostUnderWay = Math.max(mostUnderWay, unheard.size());
    }

    private static StudyStatus status(StudyEvent event, StudyState state, String id, Optional<ErrorCode> code) {
        List<SeriesStatus> series = state == StudyState.INDEXED
                ? List.of(SeriesStatus.embedded(series(event), 7, 7).indexed())
                : List.of();
        return new StudyStatus(
                event.studyInstanceUid(),
                event.collection(),
                state,
                1,
                id,
                series,
                code,
                code.map(because -> "told to"),
                Instant.now());
    }

    static SeriesUid series(StudyEvent event) {
        String file = Path.of(event.location().orElseThrow()).getFileName().toString();
        return NiftiUids.series(event.studyInstanceUid(), file);
    }

    @Override
    public List<StudyStatus> heard() {
        List<StudyStatus> all = heard ? List.copyOf(unheard) : List.of();
        unheard.clear();
        return all;
    }

    @Override
    public Optional<StudyStatus> status(StudyUid study) {
        return Optional.ofNullable(statuses.get(study));
    }

    @Override
    public synchronized List<SeriesUid> search(ObjectNode request) {
        if (searchesUntilTheEnd-- <= 0) {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "as if killed");
        }
        searches.add(request);
        Set<String> collections = new HashSet<>();
        for (JsonNode name : request.path("filters").path("collections")) {
            collections.add(name.asText());
        }
        return indexed.values().stream()
                .filter(event -> collections.contains(event.collection().value()))
                .map(FakeStudyArchive::series)
                .sorted()
                .limit(request.path("k").asInt())
                .toList();
    }

    /** As if the program were killed: nobody expects it. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
