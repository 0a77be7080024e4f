package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.nifti.NiftiVolume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is odd about the images and masks of the labelled volumes. */
final class ScanFindings {
    private final Path root;
    private final Map<Organ, PoolFiles> pools;
    private final List<Finding> findings = new ArrayList<>();

    ScanFindings(Path root, Map<Organ, PoolFiles> pools) {
        this.root = root;
        this.pools = pools;
    }

    List<Finding> all() {
        for (Organ source : Organ.values()) {
            Set<VolumeId> wanted = volumes(source);
            if (wanted.isEmpty()) {
                continue;
            }
            try {
                check(source, TaskFolder.read(root, source), wanted);
            } catch (CodedException e) {
                findings.add(Finding.error(
                        "unreadable", source.taskFolder(), e.code() + ": " + e.getMessage(), List.of(source)));
            }
        }
        return findings;
    }

    private Set<VolumeId> volumes(Organ source) {
        Set<VolumeId> volumes = new TreeSet<>();
        for (PoolFiles pool : pools.values()) {
            pool.labels().labels().stream()
                    .filter(each -> each.source() == source)
                    .forEach(each -> volumes.add(each.id()));
        }
        return volumes;
    }

    private void check(Organ source, TaskFolder task, Set<VolumeId> wanted) {
        List<VolumeId> unlisted = new ArrayList<>();
        List<VolumeId> imageMissing = new ArrayList<>();
        List<VolumeId> maskMissing = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        List<VolumeId> otherShape = new ArrayList<>();
        for (VolumeId volume : wanted) {
            TaskFolder.Scan scan = task.scans().get(volume);
            if (scan == null) {
                unlisted.add(volume);
            } else if (!Files.exists(scan.image())) {
                imageMissing.add(volume);
            } else if (!Files.exists(scan.mask())) {
                maskMissing.add(volume);
            } else {
                try {
                    if (!shape(scan.image()).equals(shape(scan.mask()))) {
                        otherShape.add(volume);
                    }
                } catch (CodedException e) {
                    unreadable.add(volume + " (" + e.code() + ")");
                }
            }
        }
        error("scan-not-listed", source, "labelled volumes are not in dataset.json", unlisted);
        error("image-missing", source, "images are not there", imageMissing);
        error("mask-missing", source, "masks are not there", maskMissing);
        error("scan-unreadable", source, "the header of an image or mask cannot be read", unreadable);
        error("mask-of-other-shape", source, "a mask has not the shape of its image", otherShape);
    }

    private static List<Integer> shape(Path file) {
        return NiftiVolume.open(file, ReadLimits.DEFAULT).stored().shape();
    }

    private void error(String code, Organ source, String text, Collection<?> found) {
        if (!found.isEmpty()) {
            findings.add(Finding.error(code, source.taskFolder(), text, found));
        }
    }
}
