package io.mirstream.ingest.admission;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The directories that {@code file:} locations may lie under. Decides by the text of a location alone, because this service
 * need not see the files; whoever reads them resolves links and checks again.
 */
public final class LocationRoots {
    private final List<Path> roots;

    /** @param roots absolute directories; none allows nothing */
    public LocationRoots(Collection<Path> roots) {
        for (Path root : roots) {
            if (!root.isAbsolute()) {
                throw new IllegalArgumentException("a location root must be an absolute directory: " + root);
            }
        }
        this.roots = roots.stream().map(Path::normalize).toList();
    }

    /**
     * The location as {@code file:///path}, if it may be read.
     *
     * @throws CodedException {@code LOCATION_SCHEME_UNSUPPORTED}, {@code LOCATION_FORBIDDEN}
     */
    public URI authorise(URI location) {
        if (!"file".equalsIgnoreCase(location.getScheme())) {
            throw new CodedException(
                    ErrorCode.LOCATION_SCHEME_UNSUPPORTED, "location: only file: locations are supported");
        }
        Path path = path(location);
        if (roots.stream().noneMatch(path::startsWith)) {
            throw forbidden("lies outside the allowed directories");
        }
        return fileUri(path);
    }

    private static Path path(URI location) {
        String authority = location.getRawAuthority();
        if (authority != null && !authority.isEmpty() && !"localhost".equalsIgnoreCase(authority)) {
            throw forbidden("must not name another host");
        }
        if (location.getRawQuery() != null || location.getRawFragment() != null) {
            throw forbidden("must not have a query or a fragment");
        }
        String text = location.getPath();
        if (text == null || !text.startsWith("/")) {
            throw forbidden("must be an absolute path");
        }
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            throw new CodedException(ErrorCode.LOCATION_FORBIDDEN, "location: is not a path", e);
        }
        if (!path.equals(path.normalize())) {
            throw forbidden("must not have . or .. steps");
        }
        return path;
    }

    private static URI fileUri(Path path) {
        try {
            return new URI("file", "", path.toString(), null, null);
        } catch (URISyntaxException e) {
            throw new CodedException(ErrorCode.LOCATION_FORBIDDEN, "location: is not a path", e);
        }
    }

    private static CodedException forbidden(String why) {
        return new CodedException(ErrorCode.LOCATION_FORBIDDEN, "location: " + why);
    }
}
