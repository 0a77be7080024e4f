package io.mirstream.standalone.home;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** One home folder, and what is remembered in it. */
public final class Home {
    /**
     * @param roots folders that locations may lie under, besides the inbox
     * @param sources DICOMweb services and S3 buckets that locations may lie at
     * @param model folder of the encoder; empty for the built-in one
     */
    public record Settings(Ports ports, List<Path> roots, List<URI> sources, Optional<Path> model) {
        public Settings {
            Objects.requireNonNull(ports);
            roots = roots == null ? List.of() : List.copyOf(roots);
            sources = sources == null ? List.of() : List.copyOf(sources);
            model = Objects.requireNonNullElse(model, Optional.empty());
        }

        public Settings(Ports ports, List<Path> roots, List<URI> sources) {
            this(ports, roots, sources, Optional.empty());
        }

        public Settings(Ports ports, List<Path> roots) {
            this(ports, roots, List.of());
        }
    }

    private final Path folder;

    public Home(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    public Path folder() {
        return folder;
    }

    /** Data of one process. */
    public Path data(String process) {
        return created(folder.resolve("data").resolve(process));
    }

    public Path log(String process) {
        return folder.resolve("logs").resolve(process + ".log");
    }

    public Path pidFile(String process) {
        return folder.resolve("run").resolve(process + ".json");
    }

    /** Of logs and pid files: looking at a home makes nothing, starting something in it does. */
    public void makeFolders() {
        created(folder.resolve("logs"));
        created(folder.resolve("run"));
    }

    /** Where studies are put that lie under no allowed root. */
    public Path inbox() {
        return created(folder.resolve("inbox"));
    }

    public boolean exists() {
        return Files.exists(settingsFile());
    }

    /** What was remembered, or the defaults. */
    public Settings settings() {
        if (!exists()) {
            return new Settings(Ports.DEFAULT, List.of());
        }
        try {
            return Json.read(Files.readAllBytes(settingsFile()), Settings.class);
        } catch (IOException | CodedException e) {
            throw new Failure(
                    "cannot read " + settingsFile() + ": " + e.getMessage() + "; delete it to have the defaults again",
                    e);
        }
    }

    public void remember(Settings settings) {
        try {
            Files.createDirectories(folder);
            Files.write(settingsFile(), Json.write(settings));
        } catch (IOException e) {
            throw new Failure("cannot write to " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Folders that locations may lie under: the inbox and the remembered roots. */
    public List<Path> allowedRoots() {
        List<Path> roots = new ArrayList<>();
        roots.add(inbox());
        roots.addAll(settings().roots());
        return roots;
    }

    /** Runs {@code work} while no other command changes this home. */
    public <T> T exclusively(Supplier<T> work) {
        created(folder);
        Path file = folder.resolve("lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new Failure("another command is starting or stopping " + folder + ": wait until it is done");
            }
            return work.get();
        } catch (OverlappingFileLockException e) {
            throw new Failure("another command is starting or stopping " + folder + ": wait until it is done", e);
        } catch (IOException e) {
            throw new Failure("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    private Path settingsFile() {
        return folder.resolve("settings.json");
    }

    private static Path created(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new Failure("cannot make " + directory + ": " + e.getMessage(), e);
        }
    }
}
