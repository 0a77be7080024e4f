package io.mirstream.ingest.index;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import java.util.ArrayList;
import java.util.List;

/** Announcements as they were heard, once they were flushed. */
public final class Heard implements Announcements {
    public final List<StudyStatus> statuses = new ArrayList<>();
    /** Of these, what one model made. */
    public final List<String> forgottenByModel = new ArrayList<>();

    public final List<SeriesUid> forgotten = new ArrayList<>();
    public final List<String> deadLetters = new ArrayList<>();
    private final List<Runnable> unheard = new ArrayList<>();
    private MemoryIndex.Hazard hazard = step -> {};

    public void meets(MemoryIndex.Hazard hazard) {
        this.hazard = hazard;
    }

    @Override
    public void status(StudyStatus status) {
        unheard.add(() -> statuses.add(status));
    }

    @Override
    public void forget(SeriesUid series, ModelFingerprint model) {
        unheard.add(() -> {
            forgotten.add(series);
            forgottenByModel.add(series + "/" + model);
        });
    }

    @Override
    public void deadLetter(Origin origin, ErrorCode code, String detail) {
        unheard.add(() -> deadLetters.add(origin + " " + code + " " + detail));
    }

    @Override
    public void flush() {
        List<Runnable> now = List.copyOf(unheard);
        unheard.clear();
        hazard.meet("before flush");
        now.forEach(Runnable::run);
        hazard.meet("after flush");
    }

    /** {@code state/revision} of each status, in order. */
    public List<String> states() {
        return statuses.stream()
                .map(status -> status.state() + "/" + status.revision())
                .toList();
    }
}
