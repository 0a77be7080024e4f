package io.mirstream.contracts.location;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A study, or one of its series, at a DICOMweb service (PS3.18 10.4.1).
 *
 * @param root the allowed service that it lies at
 * @param series the only one to read; every series of the study when empty
 */
public record DicomwebLocation(DicomwebRoot root, StudyUid study, Optional<SeriesUid> series) {
    private static final Pattern RESOURCE = Pattern.compile("([0-9.]+)(?:/series/([0-9.]+))?");

    /**
     * The location, if it lies under one of the roots and is of the event's study.
     *
     * @throws CodedException {@code LOCATION_FORBIDDEN}, {@code STUDY_UID_MISMATCH}; the message does not repeat the
     *     location
     */
    public static DicomwebLocation under(Collection<DicomwebRoot> roots, URI location, StudyUid study) {
        String url = WebUrl.canonical(location)
                .orElseThrow(() -> forbidden("must be a plain URL: no user, query, fragment, encoded or . steps"))
                .toString();
        DicomwebRoot root = roots.stream()
                .filter(allowed -> url.startsWith(allowed.studies()))
                .findFirst()
                .orElseThrow(() -> forbidden("lies outside the allowed DICOMweb services"));
        Matcher resource = RESOURCE.matcher(url.substring(root.studies().length()));
        if (!resource.matches()) {
            throw forbidden("must end in /studies/{uid} or /studies/{uid}/series/{uid}");
        }
        DicomwebLocation read = of(root, resource);
        if (!read.study.equals(study)) {
            throw new CodedException(ErrorCode.STUDY_UID_MISMATCH, "location: is of another study than the event");
        }
        return read;
    }

    private static DicomwebLocation of(DicomwebRoot root, Matcher resource) {
        try {
            return new DicomwebLocation(
                    root,
                    new StudyUid(resource.group(1)),
                    Optional.ofNullable(resource.group(2)).map(SeriesUid::new));
        } catch (CodedException e) {
            throw new CodedException(ErrorCode.LOCATION_FORBIDDEN, "location: must name studies and series by UIDs", e);
        }
    }

    /** In the one spelling in which it is passed on. */
    public URI url() {
        return URI.create(
                root.studies() + study + series.map(uid -> "/series/" + uid).orElse(""));
    }

    private static CodedException forbidden(String why) {
        return new CodedException(ErrorCode.LOCATION_FORBIDDEN, "location: " + why);
    }
}
