package io.mirstream.standalone.study;

import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where studies are put that lie under no allowed root: by hard links where that is possible, else as copies. */
public final class Inbox {
    private final Home home;

    public Inbox(Home home) {
        this.home = home;
    }

    /**
     * The study where the services may read it. They follow no link that leads out of the allowed roots, so what counts is
     * where the files really lie; what the inbox holds already stays as it is, for it may be being read.
     */
    public FoundStudy admit(FoundStudy found) {
        Path folder = home.inbox().resolve(found.study().value());
        try {
            Path location = found.location().toRealPath();
            for (Path root : home.allowedRoots()) {
                if (Files.exists(root) && location.startsWith(root.toRealPath())) {
                    // named by the root as the services know it
                    return at(root.resolve(root.toRealPath().relativize(location)), found);
                }
            }
            boolean isFile = Files.isRegularFile(location);
            Map<Path, Path> wanted =
                    isFile ? Map.of(folder.resolve(location.getFileName()), location) : filesOf(location, folder);
            Files.createDirectories(folder);
            removeOthers(folder, wanted.keySet());
            for (Map.Entry<Path, Path> file : wanted.entrySet()) {
                put(file.getValue(), file.getKey());
            }
            return at(isFile ? wanted.keySet().iterator().next() : folder, found);
        } catch (IOException e) {
            throw new Failure("cannot put " + found.location() + " into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static FoundStudy at(Path location, FoundStudy found) {
        return new FoundStudy(found.study(), location, found.series());
    }

    /** Where each is to lie, and where it lies; links in a folder are not followed, as readers do not follow them either. */
    private static Map<Path, Path> filesOf(Path from, Path to) throws IOException {
        Map<Path, Path> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(from)) {
            paths.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .forEach(path -> files.put(to.resolve(from.relativize(path)), path));
        }
        return files;
    }

    private static void removeOthers(Path folder, Set<Path> wanted) throws IOException {
        Set<Path> folders = new HashSet<>(Set.of(folder));
        for (Path file : wanted) {
            for (Path parent = file.getParent(); !parent.equals(folder); parent = parent.getParent()) {
                folders.add(parent);
            }
        }
        try (Stream<Path> old = Files.walk(folder)) {
            for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
                if (!(isFolder ? folders : wanted).contains(path)) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void put(Path from, Path to) throws IOException {
        if (isSame(from, to)) {
            return;
        }
        Files.createDirectories(to.getParent());
        Files.deleteIfExists(to);
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static boolean isSame(Path from, Path to) throws IOException {
        return Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)
                && Files.size(to) == Files.size(from)
                && Files.getLastModifiedTime(to).equals(Files.getLastModifiedTime(from));
    }
}
