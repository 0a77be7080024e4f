package io.mirstream.ingest.index;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import java.util.LinkedHashMap;
import java.util.Map;

/** Passes everything on, but keeps back that a study is retracted, until that is true of every model's index. */
final class RetractedEverywhere implements Announcements {
    private final Announcements announcements;
    private final Map<String, StudyStatus> retracted = new LinkedHashMap<>();

    RetractedEverywhere(Announcements announcements) {
        this.announcements = announcements;
    }

    void announce() {
        if (!retracted.isEmpty()) {
            retracted.values().forEach(announcements::status);
            announcements.flush();
        }
    }

    @Override
    public void status(StudyStatus status) {
        if (status.state() == StudyState.RETRACTED) {
            retracted.put(status.collection() + "/" + status.studyInstanceUid(), status);
        } else {
            announcements.status(status);
        }
    }

    @Override
    public void forget(SeriesUid series, ModelFingerprint model) {
        announcements.forget(series, model);
    }

    @Override
    public void deadLetter(Origin origin, ErrorCode code, String detail) {
        announcements.deadLetter(origin, code, detail);
    }

    @Override
    public void flush() {
        announcements.flush();
    }
}
