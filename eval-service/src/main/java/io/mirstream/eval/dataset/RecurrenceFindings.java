package io.mirstream.eval.dataset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is odd about pools side by side. */
final class RecurrenceFindings {
    private static final String EVERYWHERE = "all pools";

    private final Map<Organ, PoolFiles> pools;
    private final List<Finding> findings = new ArrayList<>();

    RecurrenceFindings(Map<Organ, PoolFiles> pools) {
        this.pools = pools;
    }

    List<Finding> all() {
        recurring();
        borrowedByRule();
        pools.values().forEach(this::leaks);
        return findings;
    }

    private void recurring() {
        Map<VolumeId, Integer> labelled = new TreeMap<>();
        pools.values().forEach(pool -> ids(pool.labels()).forEach(volume -> labelled.merge(volume, 1, Integer::sum)));
        Map<Integer, List<VolumeId>> byPools = labelled.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, TreeMap::new, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        byPools.forEach((count, volumes) -> findings.add(Finding.warning(
                "recurring-volumes",
                EVERYWHERE,
                "of " + labelled.size() + " volumes, " + volumes.size() + " are in " + count + " pools",
                volumes)));
    }

    /** The borrowed volumes are no random ones. */
    private void borrowedByRule() {
        Set<VolumeId> borrowed = new TreeSet<>();
        Set<VolumeId> smallest = new TreeSet<>();
        for (PoolFiles pool : pools.values()) {
            for (VolumeLabels each : pool.labels().labels()) {
                if (each.source() != pool.organ()) {
                    borrowed.add(each.id());
                } else if (each.group() == 1) {
                    smallest.add(each.id());
                }
            }
        }
        if (!borrowed.isEmpty() && borrowed.equals(smallest)) {
            findings.add(Finding.warning(
                    "borrowed-are-group-1",
                    EVERYWHERE,
                    "the borrowed normals are exactly the volumes of group 1 in their own pools",
                    borrowed));
        }
    }

    private void leaks(PoolFiles pool) {
        for (PoolFiles other : pools.values()) {
            Set<VolumeId> leaking = new TreeSet<>(pool.queries().volumes());
            leaking.retainAll(new HashSet<>(other.index().volumes()));
            if (other.organ() != pool.organ() && !leaking.isEmpty()) {
                findings.add(Finding.warning(
                        "query-in-other-index",
                        pool.organ().label(),
                        leaking.size() + " of " + pool.queries().volumes().size() + " queries are in the index of "
                                + other.organ().label() + ", and must be left out where pools are searched together",
                        leaking));
            }
        }
    }

    private static List<VolumeId> ids(LabelFile labels) {
        return labels.labels().stream().map(VolumeLabels::id).distinct().toList();
    }
}
