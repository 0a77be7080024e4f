package io.mirstream.eval.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is odd about a pool's split. */
final class SplitFindings {
    private final PoolFiles pool;
    private final String where;
    private final List<Finding> findings = new ArrayList<>();

    SplitFindings(PoolFiles pool) {
        this.pool = pool;
        this.where = pool.organ().label();
    }

    List<Finding> all() {
        Set<VolumeId> labelled =
                pool.labels().labels().stream().map(VolumeLabels::id).collect(Collectors.toSet());
        for (SplitFile split : pool.splits()) {
            shape(split);
            error("duplicate-volume", split.name(), "volumes are in this side of the split twice", twice(split));
            Set<VolumeId> unknown = new LinkedHashSet<>(split.volumes());
            unknown.removeAll(labelled);
            error("unknown-volume", split.name(), "volumes have no labels", unknown);
        }
        Set<VolumeId> both = new LinkedHashSet<>(pool.queries().volumes());
        both.retainAll(new HashSet<>(pool.index().volumes()));
        error("split-overlap", where, "queries are in the index", both);
        inNeither();
        return findings;
    }

    private void shape(SplitFile split) {
        if (split.byteOrderMark()) {
            findings.add(Finding.warning(
                    "byte-order-mark", split.name(), 1, "the file begins with a UTF-8 byte order mark"));
        }
        if (!split.indexColumn()) {
            findings.add(Finding.warning(
                    "no-index-column", split.name(), 1, "the file has no column of row numbers, as others have"));
        }
    }

    private static List<VolumeId> twice(SplitFile split) {
        Set<VolumeId> seen = new HashSet<>();
        return split.volumes().stream().filter(volume -> !seen.add(volume)).toList();
    }

    private void inNeither() {
        Set<VolumeId> split = new HashSet<>(pool.index().volumes());
        split.addAll(pool.queries().volumes());
        Map<Integer, List<VolumeId>> byGroup = pool.labels().labels().stream()
                .filter(each -> !split.contains(each.id()))
                .collect(Collectors.groupingBy(
                        VolumeLabels::group, TreeMap::new, Collectors.mapping(VolumeLabels::id, Collectors.toList())));
        byGroup.forEach((group, volumes) -> findings.add(Finding.warning(
                "in-no-split",
                where,
                "volumes of group " + group + " are in no split; the whole group has " + ofGroup(group),
                volumes)));
    }

    private long ofGroup(int group) {
        return pool.labels().labels().stream()
                .filter(each -> each.group() == group)
                .count();
    }

    private void error(String code, String at, String text, Collection<VolumeId> volumes) {
        if (!volumes.isEmpty()) {
            findings.add(Finding.error(code, at, text, volumes));
        }
    }
}
