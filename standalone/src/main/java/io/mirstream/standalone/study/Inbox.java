package io.mirstream.standalone.study;

import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Where studies are put that lie under no allowed root: by hard links where that is possible, else as copies. */
public final class Inbox {
    private final Home home;

    public Inbox(Home home) {
        this.home = home;
    }

    /** The study where the services may read it. */
    public FoundStudy admit(FoundStudy found) {
        Path location = found.location();
        List<Path> roots = home.allowedRoots();
        if (roots.stream().anyMatch(location::startsWith)) {
            return found;
        }
        Path folder = home.inbox().resolve(found.study().value());
        try {
            empty(folder);
            Path target = Files.isDirectory(location)
                    ? folder
                    : folder.resolve(location.getFileName().toString());
            putAll(location, target);
            return new FoundStudy(found.study(), target, found.series());
        } catch (IOException e) {
            throw new Failure("cannot put " + location + " into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private static void putAll(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from)) {
            put(from, to);
            return;
        }
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (Files.isRegularFile(path)) {
                    put(path, target);
                }
            }
        }
    }

    private static void put(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
