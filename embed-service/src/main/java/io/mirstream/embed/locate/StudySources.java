package io.mirstream.embed.locate;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/** Chooses the source by the scheme of the location. */
public final class StudySources implements StudySource {
    private final Map<String, StudySource> byScheme;

    /** @param byScheme scheme in lower case to its source; a scheme that is absent is refused */
    public StudySources(Map<String, StudySource> byScheme) {
        this.byScheme = Map.copyOf(byScheme);
    }

    /** @throws CodedException besides those of the sources, {@code LOCATION_SCHEME_UNSUPPORTED} */
    @Override
    public OpenStudy open(URI location, StudyUid study) {
        String scheme = location.getScheme() == null ? "" : location.getScheme().toLowerCase(Locale.ROOT);
        StudySource source = byScheme.get(scheme);
        if (source == null) {
            throw new CodedException(ErrorCode.LOCATION_SCHEME_UNSUPPORTED, "no location of this scheme is configured");
        }
        return source.open(location, study);
    }
}
