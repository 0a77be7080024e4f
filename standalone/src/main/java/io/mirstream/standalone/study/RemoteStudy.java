package io.mirstream.standalone.study;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.id.StudyUid;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A study that does not lie on this machine: the embed-service fetches it, and this program does not look at it. */
public record RemoteStudy(StudyUid study, URI location) {
    private static final Pattern REMOTE = Pattern.compile("(?:https?|s3)://.*", Pattern.CASE_INSENSITIVE);

    /** PS3.18 10.4.1. */
    private static final Pattern DICOMWEB = Pattern.compile(".*/studies/([0-9.]+)(?:/series/[0-9.]+)?");

    public static boolean isRemote(String location) {
        return REMOTE.matcher(location).matches();
    }

    /**
     * @param study for a location that does not name its study
     * @throws IllegalArgumentException if the location says no study, or another one
     */
    public static RemoteStudy of(String location, Optional<StudyUid> study) {
        URI url = URI.create(location);
        Matcher named = DICOMWEB.matcher(location);
        if ("s3".equalsIgnoreCase(url.getScheme())) {
            return new RemoteStudy(
                    study.orElseThrow(() -> new IllegalArgumentException("say of which study it is, with --study UID")),
                    url);
        }
        if (!named.matches()) {
            throw new IllegalArgumentException("a DICOMweb location ends in /studies/UID or /studies/UID/series/UID");
        }
        StudyUid uid = uid(named.group(1));
        if (study.isPresent() && !study.get().equals(uid)) {
            throw new IllegalArgumentException("the location is of another study than --study says");
        }
        return new RemoteStudy(uid, url);
    }

    private static StudyUid uid(String text) {
        try {
            return new StudyUid(text);
        } catch (CodedException e) {
            throw new IllegalArgumentException("the location names its study by what is no UID", e);
        }
    }
}
