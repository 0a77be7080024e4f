package io.mirstream.embed.locate;

import io.mirstream.contracts.id.StudyUid;
import java.net.URI;

/** Opens locations of one kind. A port: there is one behind it for each scheme. Safe for use by many threads. */
public interface StudySource {
    /**
     * Makes what lies at a location readable from local disk; what was fetched to that end goes when it is closed.
     *
     * @param study that the location must be of, where the location itself says so
     * @throws io.mirstream.contracts.error.CodedException {@code LOCATION_FORBIDDEN}, {@code LOCATION_NOT_FOUND}, {@code
     *     LOCATION_UNREADABLE}, {@code STUDY_UID_MISMATCH}, {@code LIMIT_EXCEEDED}
     */
    OpenStudy open(URI location, StudyUid study);
}
