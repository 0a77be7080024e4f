package io.mirstream.standalone.cli;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.standalone.study.Submission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of studies that were sent. */
final class SubmissionReport {
    /** Of a study whose event is on the topic, and of which nothing was heard yet. */
    private static final String PUBLISHED = "PUBLISHED";

    private final List<Submission> submissions;

    SubmissionReport(List<Submission> submissions) {
        this.submissions = submissions;
    }

    boolean hasFailures() {
        return submissions.stream().anyMatch(submission -> is(submission, StudyState.FAILED));
    }

    boolean hasOpen() {
        return !submissions.stream().allMatch(Submission::isDone);
    }

    private static boolean is(Submission submission, StudyState state) {
        return submission.status().filter(status -> status.state() == state).isPresent();
    }

    Map<String, Object> document() {
        List<Map<String, Object>> studies = new ArrayList<>();
        for (Submission submission : submissions) {
            Map<String, Object> study = new LinkedHashMap<>();
            study.put("studyInstanceUid", submission.event().studyInstanceUid().value());
            study.put("state", state(submission));
            study.put(
                    "errorCode",
                    submission
                            .status()
                            .flatMap(StudyStatus::errorCode)
                            .map(ErrorCode::name)
                            .orElse(null));
            study.put(
                    "errorDetail",
                    submission.status().flatMap(StudyStatus::errorDetail).orElse(null));
            study.put("eventId", submission.eventId());
            study.put("sent", submission.sent());
            study.put(
                    "series",
                    submission.status().map(StudyStatus::series).orElse(List.of()).stream()
                            .map(SubmissionReport::series)
                            .toList());
            studies.add(study);
        }
        return Map.of("studies", studies);
    }

    private static Map<String, Object> series(SeriesStatus status) {
        Map<String, Object> series = new LinkedHashMap<>();
        series.put("seriesInstanceUid", status.seriesInstanceUid().value());
        series.put("state", status.state().name());
        series.put("slices", status.slices());
        series.put("errorCode", status.errorCode().map(ErrorCode::name).orElse(null));
        return series;
    }

    void print(Console console) {
        List<List<String>> rows = new ArrayList<>();
        for (Submission submission : submissions) {
            List<SeriesStatus> series =
                    submission.status().map(StudyStatus::series).orElse(List.of());
            String why = submission
                    .status()
                    .filter(status -> status.state() == StudyState.FAILED)
                    .map(status -> status.errorCode().orElseThrow() + ": "
                            + status.errorDetail().orElse(""))
                    .orElse(submission.sent() ? "" : "as before");
            rows.add(List.of(
                    submission.event().studyInstanceUid().value(),
                    state(submission),
                    Integer.toString(series.size()),
                    Integer.toString(
                            series.stream().mapToInt(SeriesStatus::slices).sum()),
                    why));
        }
        console.table(List.of("STUDY", "STATE", "SERIES", "SLICES", ""), rows);
    }

    private static String state(Submission submission) {
        return submission.status().map(status -> status.state().name()).orElse(PUBLISHED);
    }
}
