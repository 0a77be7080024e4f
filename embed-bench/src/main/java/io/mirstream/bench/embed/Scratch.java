package io.mirstream.bench.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/** A folder, and what runs in it: stopped and deleted at the end, and after Ctrl-C. */
public final class Scratch implements AutoCloseable {
    /** A search node that runs as another user finds its own folder in it. */
    private static final FileAttribute<?> PASSABLE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));

    private final Path folder;
    private final Deque<Runnable> stops = new ArrayDeque<>(); // the last to be started first

    public Scratch() throws IOException {
        folder = Files.createTempDirectory("mirstream-bench-", PASSABLE);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    public Path folder() {
        return folder;
    }

    /** @param stop may be called more than once */
    public synchronized void stopAtEnd(Runnable stop) {
        stops.push(stop);
    }

    @Override
    public synchronized void close() {
        while (!stops.isEmpty()) {
            stops.pop().run();
        }
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
