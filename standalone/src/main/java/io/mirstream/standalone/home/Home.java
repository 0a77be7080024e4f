package io.mirstream.standalone.home;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One home folder, and what is remembered in it. */
public final class Home {
    /**
     * @param roots folders that locations may lie under, besides the inbox
     * @param sources DICOMweb services and S3 buckets that locations may lie at
     * @param model folder of the encoder that was there first; empty for the built-in one
     * @param models that were added to it
     * @param withoutFirst whether the first was removed; not when absent
     * @param keepRequestsDays how long requests stay on their topic, for models to come; the catalogue's when absent
     */
    public record Settings(
            Ports ports,
            List<Path> roots,
            List<URI> sources,
            Optional<Path> model,
            List<AddedModel> models,
            Optional<Boolean> withoutFirst,
            Optional<Integer> keepRequestsDays) {
        public Settings {
            Objects.requireNonNull(ports);
            roots = roots == null ? List.of() : List.copyOf(roots);
            sources = sources == null ? List.of() : List.copyOf(sources);
            model = Objects.requireNonNullElse(model, Optional.empty());
            models = models == null ? List.of() : List.copyOf(models);
            withoutFirst = Objects.requireNonNullElse(withoutFirst, Optional.empty());
            keepRequestsDays = Objects.requireNonNullElse(keepRequestsDays, Optional.empty());
        }

        public Settings(Ports ports, List<Path> roots, List<URI> sources) {
            this(ports, roots, sources, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
        }

        public Settings(Ports ports, List<Path> roots) {
            this(ports, roots, List.of());
        }

        public boolean runsFirst() {
            return !withoutFirst.orElse(false);
        }

        /** The same where studies may lie elsewhere. */
        public Settings at(Ports other, List<Path> otherRoots, List<URI> otherSources) {
            return new Settings(other, otherRoots, otherSources, model, models, withoutFirst, keepRequestsDays);
        }

        public Settings keepingRequests(int days) {
            return new Settings(ports, roots, sources, model, models, withoutFirst, Optional.of(days));
        }

        /** @param folder of the first encoder; empty for the built-in one */
        public Settings embeddingBy(Optional<Path> folder) {
            return new Settings(ports, roots, sources, folder, models, withoutFirst, keepRequestsDays);
        }

        public Settings with(AddedModel added) {
            List<AddedModel> more = new ArrayList<>(models);
            more.add(added);
            return new Settings(ports, roots, sources, model, more, withoutFirst, keepRequestsDays);
        }

        public Settings without(ModelFingerprint fingerprint) {
            List<AddedModel> others = models.stream()
                    .filter(added -> !added.fingerprint().equals(fingerprint))
                    .toList();
            return new Settings(ports, roots, sources, model, others, withoutFirst, keepRequestsDays);
        }

        public Settings removingFirst() {
            return new Settings(ports, roots, sources, model, models, Optional.of(true), keepRequestsDays);
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

    /** For what one process writes while it runs; empty when it starts: a killed one left things there. */
    public Path emptiedScratch(String process) {
        Path scratch = folder.resolve("data").resolve("tmp").resolve(process);
        if (Files.exists(scratch)) {
            try (var left = Files.walk(scratch)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new Failure("cannot empty " + scratch + ": " + e.getMessage(), e);
            }
        }
        return created(scratch);
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

    /** Where an added model's files lie; not made by being asked for. */
    public Path model(String id) {
        return folder.resolve("models").resolve(id);
    }

    public void deleteModel(String id) {
        Path files = model(id);
        if (!Files.exists(files)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(files)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new Failure("cannot delete " + files + ": " + e.getMessage(), e);
        }
    }

    /** Where studies are put that lie under no allowed root. */
    public Path inbox() {
        return created(folder.resolve("inbox"));
    }

    /** What is remembered of replays; not made by being asked for. */
    public Path replays() {
        return folder.resolve("replays");
    }

    /** Where reports of replays are kept, each in a folder; not made by being asked for. */
    public Path reports() {
        return folder.resolve("reports");
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

    /** Settings of the services that say who may ask; access is off where there is none. */
    public Path accessFile() {
        return folder.resolve("access.properties");
    }

    /** Copies settings of access here, where only this user reads them. */
    public void rememberAccess(Path settings) {
        try {
            byte[] content = Files.readAllBytes(settings);
            created(folder);
            Files.deleteIfExists(accessFile());
            Files.createFile(
                    accessFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(accessFile(), content);
        } catch (IOException e) {
            throw new Failure("cannot copy " + settings + " to " + accessFile() + ": " + e.getMessage(), e);
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
