package io.mirstream.contracts.location;

import java.net.URI;
import java.util.Objects;

/**
 * A DICOMweb service that studies may be read from (PS3.18 8.2).
 *
 * @param url scheme, host, port and base path, such as {@code https://pacs.example:8443/dicom-web}; in one spelling
 */
public record DicomwebRoot(URI url) {
    /** @throws IllegalArgumentException if it is no plain URL: a wrong setting stops the start */
    public DicomwebRoot {
        Objects.requireNonNull(url);
        URI canonical = WebUrl.canonical(url)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a DICOMweb root must be http or https, a host, perhaps a port and a path, and nothing else"));
        url = URI.create(canonical.toString().replaceFirst("/$", ""));
    }

    /** Under which every study of the service lies. */
    String studies() {
        return url + "/studies/";
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
