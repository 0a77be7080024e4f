package io.mirstream.bench.embed;

import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Studies of one series each, as files.
 *
 * @param folders one a study
 * @param slices of all of them
 */
record Studies(List<PhantomStudy> phantoms, List<Path> folders, int slices) {
    private static final long SEED = 700_000;

    /** @param spacingsMm between slices, one a study; the anatomies take turns */
    static Studies write(Path folder, int side, List<Double> spacingsMm) throws InterruptedException {
        List<PhantomStudy> phantoms = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        List<Anatomy> anatomies = List.of(Anatomy.values());
        for (int i = 0; i < spacingsMm.size(); i++) {
            Anatomy anatomy = anatomies.get(i % anatomies.size());
            phantoms.add(new PhantomStudy(new PhantomSpec(SEED + i, anatomy, List.of(), side, spacingsMm.get(i))));
            folders.add(folder.resolve("study-" + i));
        }
        try (ExecutorService painters =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Integer>> written = new ArrayList<>();
            for (int i = 0; i < phantoms.size(); i++) {
                PhantomStudy phantom = phantoms.get(i);
                Path target = folders.get(i);
                written.add(painters.submit(() -> {
                    phantom.writeDicom(target);
                    return files(target).size();
                }));
            }
            int slices = 0;
            for (Future<Integer> each : written) {
                slices += each.get();
            }
            return new Studies(phantoms, folders, slices);
        } catch (ExecutionException e) {
            throw new Failure("the phantoms cannot be written: " + e.getCause().getMessage(), e);
        }
    }

    int count() {
        return phantoms.size();
    }

    /** Of the study after {@code number - 1} others, in turns. */
    StudyEvent event(int number) {
        int index = number % count();
        return StudyEvent.at(phantoms.get(index).studyUid(), folders.get(index).toUri());
    }

    /** One slice, as a query would have it. */
    byte[] slice() {
        try {
            List<Path> files = files(folders.getFirst());
            return Files.readAllBytes(files.get(files.size() / 2));
        } catch (IOException e) {
            throw new Failure("a phantom's slice cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
