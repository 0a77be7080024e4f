package io.mirstream.ingest.admission;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.location.DicomwebLocation;
import io.mirstream.contracts.location.DicomwebRoot;
import io.mirstream.contracts.location.S3Location;
import io.mirstream.contracts.location.S3Root;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Where studies may lie, by scheme. Decides by the text of a location alone; whoever reads it looks at links, addresses and
 * redirects.
 *
 * @param dicomweb services that may be read from; none allows no {@code http:} or {@code https:} location
 * @param s3 buckets and prefixes that may be read from; none allows no {@code s3:} location
 */
public record AllowedLocations(LocationRoots files, List<DicomwebRoot> dicomweb, List<S3Root> s3) {
    public AllowedLocations {
        dicomweb = List.copyOf(dicomweb);
        s3 = List.copyOf(s3);
    }

    /**
     * The location in one spelling, if it may be read.
     *
     * @param study of the event: a location that names another is refused
     * @throws CodedException {@code LOCATION_SCHEME_UNSUPPORTED}, {@code LOCATION_FORBIDDEN}, {@code STUDY_UID_MISMATCH}
     */
    public URI authorise(URI location, StudyUid study) {
        String scheme = String.valueOf(location.getScheme()).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "file" -> files.authorise(location);
            case "http", "https" -> {
                requireConfigured(dicomweb);
                yield DicomwebLocation.under(dicomweb, location, study).url();
            }
            case "s3" -> {
                requireConfigured(s3);
                yield S3Location.under(s3, location).url();
            }
            default -> throw unsupported();
        };
    }

    private static void requireConfigured(List<?> roots) {
        if (roots.isEmpty()) {
            throw unsupported();
        }
    }

    private static CodedException unsupported() {
        return new CodedException(ErrorCode.LOCATION_SCHEME_UNSUPPORTED, "location: none of this scheme is configured");
    }
}
