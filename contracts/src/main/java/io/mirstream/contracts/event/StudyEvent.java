package io.mirstream.contracts.event;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a sender says about a study: where it lies, never its pixels, and nothing that identifies a patient.
 *
 * @param studyInstanceUid the study; also the record's key
 * @param location where the instances can be read; absent only in a retraction
 * @param series the series to index; empty for every CT series of the study
 * @param expectedInstances how many instances the location must hold at least, if the sender knows
 * @param collection where to index it; {@code clinical} when absent
 * @param reportText the report, free of identifying data; searched as text
 * @param labels free names and values to filter by, such as {@code split=train}
 * @param patientKey a pseudonym, to keep a patient's own studies out of a search
 */
public record StudyEvent(
        StudyUid studyInstanceUid,
        Optional<URI> location,
        List<SeriesUid> series,
        Optional<Integer> expectedInstances,
        CollectionName collection,
        Optional<String> reportText,
        Map<String, String> labels,
        Optional<PatientKey> patientKey) {

    /** Fits a long report, and keeps a record far below the broker's limit. */
    public static final int MAX_REPORT_CHARACTERS = 65_536;

    public static final int MAX_LABELS = 64;
    public static final int MAX_LABEL_CHARACTERS = 256;
    public static final int MAX_SERIES = 1_000;
    public static final int MAX_LOCATION_CHARACTERS = 4_096;

    private static final Pattern LABEL = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

    public StudyEvent {
        Check.required(studyInstanceUid, "studyInstanceUid");
        location = Objects.requireNonNullElse(location, Optional.empty());
        series = series == null ? List.of() : List.copyOf(series);
        expectedInstances = Objects.requireNonNullElse(expectedInstances, Optional.empty());
        collection = Objects.requireNonNullElse(collection, CollectionName.CLINICAL);
        reportText = Objects.requireNonNullElse(reportText, Optional.empty());
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        patientKey = Objects.requireNonNullElse(patientKey, Optional.empty());

        location.ifPresent(uri -> {
            Check.that(uri.isAbsolute(), "location", "must be an absolute URI such as file:///data/study");
            Check.that(!Check.isLonger(uri.toString(), MAX_LOCATION_CHARACTERS), "location", "is too long");
        });
        Check.that(series.size() <= MAX_SERIES, "series", "may name at most " + MAX_SERIES);
        expectedInstances.ifPresent(n -> Check.that(n >= 1, "expectedInstances", "must be 1 or more"));
        reportText.ifPresent(text -> Check.that(
                !Check.isLonger(text, MAX_REPORT_CHARACTERS),
                "reportText",
                "may have at most " + MAX_REPORT_CHARACTERS + " characters"));
        Check.that(labels.size() <= MAX_LABELS, "labels", "may have at most " + MAX_LABELS + " entries");
        labels.forEach((name, value) -> {
            Check.that(LABEL.matcher(name).matches(), "labels", "must have names that match " + LABEL.pattern());
            Check.that(
                    !Check.isLonger(value, MAX_LABEL_CHARACTERS),
                    "labels",
                    "may have values of at most " + MAX_LABEL_CHARACTERS + " characters");
        });
    }

    /** A study with nothing but its location: everything else has its default. */
    public static StudyEvent at(StudyUid study, URI location) {
        return new StudyEvent(study, Optional.of(location), null, null, null, null, null, null);
    }

    /** What a retraction says. */
    public static StudyEvent of(StudyUid study) {
        return new StudyEvent(study, null, null, null, null, null, null, null);
    }

    public StudyEvent inCollection(CollectionName name) {
        return new StudyEvent(
                studyInstanceUid, location, series, expectedInstances, name, reportText, labels, patientKey);
    }
}
