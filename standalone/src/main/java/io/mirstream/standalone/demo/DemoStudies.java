package io.mirstream.standalone.demo;

import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.imaging.phantom.Phantoms;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The phantoms of the demonstration, on disk. */
public final class DemoStudies {
    public static final String COLLECTION = "demo";
    private static final int COUNT = 40;
    private static final long SEED = 1;

    private final Path folder;

    public DemoStudies(Home home) {
        folder = home.inbox().resolve("demo");
    }

    public List<PhantomStudy> all() {
        return Phantoms.cohort(COUNT, SEED).stream().map(PhantomStudy::new).toList();
    }

    public Path location(PhantomStudy study) {
        return folder.resolve(study.name());
    }

    /** Writes those that are not there yet; a study is there as a whole or not at all. */
    public void writeMissing() {
        List<PhantomStudy> missing =
                all().stream().filter(study -> !Files.exists(location(study))).toList();
        try (ExecutorService painters =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Path>> written = missing.stream()
                    .map(study -> painters.submit(() -> write(study)))
                    .toList();
            for (Future<Path> each : written) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new Failure("cannot write the phantoms: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while writing the phantoms", e);
        }
    }

    private Path write(PhantomStudy study) throws IOException {
        Files.createDirectories(folder);
        Path unfinished = Files.createTempDirectory(folder, ".unfinished-");
        study.writeDicom(unfinished);
        return Files.move(unfinished, location(study), StandardCopyOption.ATOMIC_MOVE);
    }
}
