package io.mirstream.contracts.location;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An {@code http:} or {@code https:} URL in one spelling, without anything that two readers may understand differently. */
final class WebUrl {
    /** Names, IPv4 addresses and bracketed IPv6 addresses without a zone; no dot at the end. */
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+]", Pattern.CASE_INSENSITIVE);

    /** Unreserved characters (RFC 3986 2.3) only: nothing is percent-encoded, so nothing can be decoded into a slash. */
    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9._~-]+)*/?");

    private static final Pattern DOT_STEP = Pattern.compile("/\\.{1,2}(?:/|$)");

    private static final int HIGHEST_PORT = 65_535;

    private WebUrl() {}

    /** The same URL with scheme and host in lower case and no default port, or nothing if it is not as plain as it must be. */
    static Optional<URI> canonical(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        boolean plain = (scheme.equals("http") || scheme.equals("https"))
                && url.getHost() != null
                && HOST.matcher(url.getHost()).matches()
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && url.getPort() != 0
                && url.getPort() <= HIGHEST_PORT
                && PATH.matcher(path).matches()
                && !DOT_STEP.matcher(path).find();
        if (!plain) {
            return Optional.empty();
        }
        int standard = scheme.equals("https") ? 443 : 80;
        String port = url.getPort() < 0 || url.getPort() == standard ? "" : ":" + url.getPort();
        return Optional.of(URI.create(scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port + path));
    }
}
