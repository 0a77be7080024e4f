package io.mirstream.standalone;

import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Phantom studies that are small, so that tests are quick. */
final class Studies {
    private Studies() {}

    static PhantomStudy phantom(long seed) {
        Anatomy[] anatomies = Anatomy.values();
        return new PhantomStudy(PhantomSpec.of(seed, anatomies[Math.floorMod(seed, anatomies.length)])
                .small());
    }

    static List<PhantomStudy> phantoms(int count, long firstSeed) {
        return IntStream.range(0, count).mapToObj(i -> phantom(firstSeed + i)).toList();
    }

    /** That take the embed-service a while. */
    static List<PhantomStudy> fullSize(int count, long firstSeed) {
        Anatomy[] anatomies = Anatomy.values();
        return IntStream.range(0, count)
                .mapToObj(i -> new PhantomStudy(PhantomSpec.of(firstSeed + i, anatomies[i % anatomies.length])))
                .toList();
    }

    /** Writes it as DICOM under {@code folder}; returns where. */
    static Path write(PhantomStudy study, Path folder) {
        try {
            Path location = Files.createDirectories(folder.resolve(study.name()));
            study.writeDicom(location);
            return location;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StudyEvent event(StudyUid study, Path location, CollectionName collection) {
        return StudyEvent.at(study, location.toUri()).inCollection(collection);
    }

    /** One that words can find. */
    static StudyEvent event(StudyUid study, Path location, CollectionName collection, String report) {
        return new StudyEvent(
                study, Optional.of(location.toUri()), null, null, collection, Optional.of(report), null, null);
    }
}
