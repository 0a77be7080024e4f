package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Published labels against masks: of each pool the volumes of its own organ, since a borrowed one has no mask of it.
 *
 * @param compared how many
 * @param agreeing how many rows agree when sizes are taken so
 * @param differences by the size that was asked for
 * @param unreadable volumes, and why
 */
public record LabelComparison(
        int compared,
        Map<MaskLabels.Size, Integer> agreeing,
        List<MaskLabels.Difference> differences,
        List<String> unreadable) {
    /**
     * @throws CodedException as {@link LabelFolder#benchmark} and {@link TaskFolder#read}
     */
    public static LabelComparison of(Path root, MaskLabels.Size size) {
        Benchmark benchmark = new LabelFolder(root).benchmark();
        Map<MaskLabels.Size, Integer> agreeing = new EnumMap<>(MaskLabels.Size.class);
        List<MaskLabels.Difference> differences = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        int compared = 0;
        for (Organ organ : Organ.values()) {
            TaskFolder task = TaskFolder.read(root, organ);
            for (VolumeLabels labels : benchmark.pool(organ).labels()) {
                TaskFolder.Scan scan = task.scans().get(labels.id());
                if (labels.source() != organ) {
                    continue;
                }
                if (scan == null) {
                    unreadable.add(labels.id() + ": not in dataset.json");
                    continue;
                }
                try {
                    MaskLabels found = MaskLabels.read(scan.mask(), task.tumourLabel());
                    compared++;
                    for (MaskLabels.Size each : MaskLabels.Size.values()) {
                        agreeing.merge(each, found.differenceFrom(labels, each).isEmpty() ? 1 : 0, Integer::sum);
                    }
                    found.differenceFrom(labels, size).ifPresent(differences::add);
                } catch (CodedException e) {
                    unreadable.add(labels.id() + ": " + e.code() + ": " + e.getMessage());
                }
            }
        }
        return new LabelComparison(compared, agreeing, List.copyOf(differences), List.copyOf(unreadable));
    }

    public boolean agrees() {
        return differences.isEmpty() && unreadable.isEmpty();
    }
}
