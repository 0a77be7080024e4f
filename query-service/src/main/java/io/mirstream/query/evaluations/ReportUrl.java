package io.mirstream.query.evaluations;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where evaluations are served as pages.
 *
 * @param template URL in which {@code {id}} stands for the evaluation's; empty when they are not served
 */
public record ReportUrl(Optional<String> template) {
    /** What a browser may be sent to: {@code javascript:} and the like would run in the page. */
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private static final String ID = "{id}";

    /** @throws IllegalArgumentException for a template without {@code {id}}, and for one that makes no URL */
    public ReportUrl {
        template.ifPresent(ReportUrl::check);
    }

    private static void check(String template) {
        try {
            String scheme = new URI(template.replace(ID, "id")).getScheme();
            if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT)) || !template.contains(ID)) {
                throw new IllegalArgumentException(
                        "mirstream.query.report-url must begin with http: or https:, and have " + ID);
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "mirstream.query.report-url is no URL: encode what must not stand in one", e);
        }
    }
}
