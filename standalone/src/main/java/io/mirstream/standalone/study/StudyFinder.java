package io.mirstream.standalone.study;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorKind;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.StudyReader;
import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Groups what lies under a path into studies: DICOM files by their StudyInstanceUID, each zip and each NIfTI volume for
 * itself. In a task folder of the Medical Segmentation Decathlon the label maps are left out.
 */
public final class StudyFinder {
    /** Label maps beside the volumes: of the Decathlon, and of the phantoms. */
    private static final String LABELS_FOLDER = "labelsTr";

    private static final String LABELS_FILE = "-labels.nii.gz";

    private final StudyReader reader;

    public StudyFinder(StudyReader reader) {
        this.reader = reader;
    }

    /** At least one study: what holds nothing readable is one whose event will fail, and say why. */
    public List<FoundStudy> find(Path path) {
        Path root = real(path);
        if (Files.isRegularFile(root)) {
            return single(root);
        }
        List<FoundStudy> found = new ArrayList<>();
        SortedMap<Path, List<Path>> others = new TreeMap<>();
        for (Path file : files(root)) {
            if (isNifti(file) || isZip(file)) {
                found.addAll(single(file));
            } else {
                others.computeIfAbsent(file.getParent(), any -> new ArrayList<>())
                        .add(file);
            }
        }
        found.addAll(dicomStudies(others));
        return found.isEmpty() ? List.of(unreadable(root)) : found;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new Failure(path + " does not exist, or cannot be read", e);
        }
    }

    private static List<Path> files(Path root) {
        return allFiles(root).stream()
                .filter(file -> !isHidden(root.relativize(file)))
                .filter(file -> !isLabelMap(file))
                .toList();
    }

    private static List<Path> allFiles(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new Failure(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path step : relative) {
            if (step.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLabelMap(Path file) {
        return file.getFileName().toString().endsWith(LABELS_FILE)
                || file.getParent().getFileName().toString().equals(LABELS_FOLDER);
    }

    private static boolean isNifti(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".nii") || name.endsWith(".nii.gz");
    }

    private static boolean isZip(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    /** A file for itself; a zip may hold several studies. */
    private List<FoundStudy> single(Path file) {
        Map<StudyUid, SortedSet<SeriesUid>> studies = studies(file);
        if (studies.isEmpty()) {
            return List.of(unreadable(file));
        }
        List<FoundStudy> found = new ArrayList<>();
        studies.forEach((study, series) ->
                found.add(new FoundStudy(study, file, studies.size() == 1 ? List.of() : List.copyOf(series))));
        return found;
    }

    private static FoundStudy unreadable(Path path) {
        return new FoundStudy(StudyUid.derivedFrom("location", path.toString()), path, List.of());
    }

    /** @param filesOf each folder that holds files which may be DICOM */
    private List<FoundStudy> dicomStudies(SortedMap<Path, List<Path>> filesOf) {
        Map<StudyUid, SortedSet<Path>> foldersOf = new TreeMap<>();
        Map<StudyUid, SortedSet<SeriesUid>> seriesOf = new HashMap<>();
        Map<Path, Set<StudyUid>> studiesIn = new HashMap<>();
        filesOf.forEach((folder, files) -> {
            Map<StudyUid, SortedSet<SeriesUid>> studies = studiesAmong(folder, files);
            studiesIn.put(folder, studies.keySet());
            studies.forEach((study, series) -> {
                foldersOf.computeIfAbsent(study, any -> new TreeSet<>()).add(folder);
                seriesOf.computeIfAbsent(study, any -> new TreeSet<>()).addAll(series);
            });
        });
        List<FoundStudy> found = new ArrayList<>();
        foldersOf.forEach((study, folders) -> {
            Path location = commonFolder(folders);
            boolean alone = !holdsNifti(location)
                    && studiesIn.entrySet().stream()
                            .filter(entry -> entry.getKey().startsWith(location))
                            .allMatch(entry -> Set.of(study).containsAll(entry.getValue()));
            found.add(new FoundStudy(study, location, alone ? List.of() : List.copyOf(seriesOf.get(study))));
        });
        return found;
    }

    /**
     * The reader looks deep, so a folder that holds more than these files is read file by file; there, files without a
     * StudyInstanceUID are each a study.
     */
    private Map<StudyUid, SortedSet<SeriesUid>> studiesAmong(Path folder, List<Path> files) {
        if (allFiles(folder).size() == files.size()) {
            return studies(folder);
        }
        Map<StudyUid, SortedSet<SeriesUid>> studies = new TreeMap<>();
        for (Path file : files) {
            studies(file)
                    .forEach((study, series) -> studies.computeIfAbsent(study, any -> new TreeSet<>())
                            .addAll(series));
        }
        return studies;
    }

    /** A volume that names no study would be taken for a part of any. */
    private static boolean holdsNifti(Path folder) {
        return allFiles(folder).stream().anyMatch(StudyFinder::isNifti);
    }

    private static Path commonFolder(SortedSet<Path> folders) {
        Path common = folders.first();
        for (Path folder : folders) {
            while (!folder.startsWith(common)) {
                common = common.getParent();
            }
        }
        return common;
    }

    /** Readable or not: a study whose series are refused is one, too. */
    private Map<StudyUid, SortedSet<SeriesUid>> studies(Path path) {
        Map<StudyUid, SortedSet<SeriesUid>> studies = new TreeMap<>();
        try (StudyListing listing = reader.list(path, Optional.empty())) {
            for (SeriesListing series : listing.series()) {
                studies.computeIfAbsent(series.studyInstanceUid(), any -> new TreeSet<>())
                        .add(series.seriesInstanceUid());
            }
            for (StudyListing.RefusedSeries series : listing.refusedSeries()) {
                studies.computeIfAbsent(series.studyInstanceUid(), any -> new TreeSet<>())
                        .add(series.seriesInstanceUid());
            }
        } catch (CodedException e) {
            if (e.kind() != ErrorKind.INPUT) {
                throw e;
            }
        }
        return studies;
    }
}
