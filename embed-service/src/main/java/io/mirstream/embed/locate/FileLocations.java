package io.mirstream.embed.locate;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code file:} locations under allowed roots. */
public final class FileLocations implements StudySource {
    private final List<Path> roots;

    /** @param roots absolute folders; none allows nothing */
    public FileLocations(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    @Override
    public OpenStudy open(URI location, StudyUid study) {
        return OpenStudy.inPlace(resolve(location));
    }

    /**
     * The real path of a location, with every link resolved.
     *
     * @throws CodedException {@code LOCATION_SCHEME_UNSUPPORTED}, {@code LOCATION_FORBIDDEN}, {@code LOCATION_NOT_FOUND},
     *     {@code LOCATION_UNREADABLE}
     */
    public Path resolve(URI location) {
        if (!"file".equals(location.getScheme())) {
            throw new CodedException(ErrorCode.LOCATION_SCHEME_UNSUPPORTED, "only file: locations are read");
        }
        Path path = path(location);
        if (roots.stream().noneMatch(root -> path.startsWith(root.normalize()))) {
            throw forbidden();
        }
        if (!Files.exists(path)) {
            throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, "nothing is at the location");
        }
        try {
            Path real = path.toRealPath();
            for (Path root : roots) {
                if (Files.exists(root) && real.startsWith(root.toRealPath())) {
                    return real;
                }
            }
            throw forbidden();
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "the location cannot be resolved", e);
        }
    }

    private static Path path(URI location) {
        try {
            return Path.of(location).toAbsolutePath().normalize();
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new CodedException(ErrorCode.LOCATION_FORBIDDEN, "not a path on this machine", e);
        }
    }

    private static CodedException forbidden() {
        return new CodedException(ErrorCode.LOCATION_FORBIDDEN, "the location lies outside the allowed roots");
    }
}
