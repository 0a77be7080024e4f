package io.mirstream.eval.dataset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** What is odd about a pool's labels. */
final class LabelFindings {
    private final PoolFiles pool;
    private final String where;
    private final List<VolumeLabels> labels;
    private final List<Finding> findings = new ArrayList<>();

    LabelFindings(PoolFiles pool) {
        this.pool = pool;
        this.where = pool.organ().label();
        this.labels = pool.labels().labels();
    }

    List<Finding> all() {
        byteOrderMark();
        duplicates();
        contradictions();
        borrowed();
        groupRules();
        return findings;
    }

    private void byteOrderMark() {
        if (pool.labels().byteOrderMark()) {
            findings.add(Finding.warning(
                    "byte-order-mark", pool.labels().name(), 1, "the file begins with a UTF-8 byte order mark"));
        }
    }

    private void duplicates() {
        Set<VolumeId> seen = new HashSet<>();
        error("duplicate-volume", "volumes are labelled twice", each -> !seen.add(each.id()));
    }

    private void contradictions() {
        error(
                "flag-contradicts-labels",
                "flag, size and number do not agree whether there is a lesion",
                each -> each.flag() != (each.numberTumors() > 0) || each.flag() != (each.maxTumorSizeCm() > 0));
        error(
                "flag-contradicts-source",
                "volumes of another organ's task have a lesion of this one",
                each -> each.flag() && each.source() != pool.organ());
        error(
                "source-contradicts-name",
                "the column organ is not what the volume is named after",
                each -> Organ.of(each.id().value().split("_")[0])
                        .filter(named -> named != each.source())
                        .isPresent());
        error(
                "group-contradicts-rule",
                "lesion_group is not what the rule of this organ gives",
                each -> each.group()
                        != (each.flag()
                                ? LesionGroup.released(pool.organ(), each.numberTumors(), each.maxTumorSizeCm())
                                : LesionGroup.NONE));
        error(
                "caption-missing",
                "a caption is empty",
                each -> each.captions().all().contains(""));
    }

    private void borrowed() {
        List<VolumeId> healthy = ids(each -> !each.flag());
        List<VolumeId> borrowed = ids(each -> !each.flag() && each.source() != pool.organ());
        if (borrowed.isEmpty()) {
            return;
        }
        findings.add(Finding.warning(
                "borrowed-normals",
                where,
                borrowed.size() + " of " + healthy.size() + " normal volumes come from other organs' tasks",
                borrowed));
        if (borrowed.size() == healthy.size()) {
            findings.add(Finding.warning(
                    "flag-is-source",
                    where,
                    healthy.size(),
                    "every normal volume is borrowed: knowing the scan's source is knowing the flag"));
        }
    }

    private void groupRules() {
        if (pool.organ() == Organ.LIVER) {
            List<VolumeLabels> large = labels.stream()
                    .filter(each -> each.group() == 2
                            && LesionGroup.misplacedInLiver(each.numberTumors(), each.maxTumorSizeCm()))
                    .toList();
            if (!large.isEmpty()) {
                findings.add(Finding.warning(
                        "large-single-lesion-in-group-2",
                        where,
                        String.format(
                                Locale.ROOT,
                                "single lesions above 5 cm are in group 2, up to %.1f cm: the notebook's branch for group 3"
                                        + " cannot be reached",
                                largest(large)),
                        large.stream().map(VolumeLabels::id).toList()));
            }
        }
        if (pool.organ() == Organ.LUNG) {
            warning(
                    "rule-differs-from-notebook",
                    "lesion_group is not what the notebook's rule gives (3, 5 and 7 cm)",
                    each -> each.flag() && each.group() != LesionGroup.lungNotebook(each.maxTumorSizeCm()));
        }
    }

    private static double largest(List<VolumeLabels> labels) {
        return labels.stream().mapToDouble(VolumeLabels::maxTumorSizeCm).max().orElse(0);
    }

    private void error(String code, String text, Predicate<VolumeLabels> found) {
        List<VolumeId> volumes = ids(found);
        if (!volumes.isEmpty()) {
            findings.add(Finding.error(code, where, text, volumes));
        }
    }

    private void warning(String code, String text, Predicate<VolumeLabels> found) {
        List<VolumeId> volumes = ids(found);
        if (!volumes.isEmpty()) {
            findings.add(Finding.warning(code, where, text, volumes));
        }
    }

    private List<VolumeId> ids(Predicate<VolumeLabels> found) {
        return labels.stream().filter(found).map(VolumeLabels::id).toList();
    }
}
