package io.mirstream.eval.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What is odd about a pool's captions. */
final class CaptionFindings {
    private final PoolFiles pool;
    private final List<VolumeLabels> labels;
    private final List<Finding> findings = new ArrayList<>();

    CaptionFindings(PoolFiles pool) {
        this.pool = pool;
        this.labels = pool.labels().labels();
    }

    List<Finding> all() {
        constants();
        warning(
                "caption-states-size",
                "the first caption of a volume with lesions states their size, as the labels have it",
                each -> each.flag()
                        && each.captions().v1().contains(String.format(Locale.ROOT, "%.2f", each.maxTumorSizeCm())));
        warning(
                "quoted-caption",
                "the first caption has quotation marks around it that are part of the text",
                each -> each.captions().v1().startsWith("\""));
        pool.generated().ifPresent(this::disagreements);
        return findings;
    }

    /** Most of the normal volumes share one sentence in all three captions. */
    private void constants() {
        Map<Captions, Long> alike = labels.stream()
                .filter(each -> !each.flag()
                        && each.captions().v1().equals(each.captions().v2()))
                .collect(Collectors.groupingBy(VolumeLabels::captions, Collectors.counting()));
        long normals = labels.stream().filter(each -> !each.flag()).count();
        alike.values().stream()
                .max(Long::compare)
                .filter(count -> count > 1)
                .ifPresent(count -> findings.add(Finding.warning(
                        "constant-caption",
                        pool.organ().label(),
                        count.intValue(),
                        count + " of " + normals + " normal volumes have one sentence as all of their captions")));
    }

    private void disagreements(CaptionFile generated) {
        Set<VolumeId> labelled = labels.stream().map(VolumeLabels::id).collect(Collectors.toSet());
        List<VolumeLabels> differing = labels.stream()
                .filter(each -> generated
                        .of(each.id())
                        .filter(row -> !row.caption().equals(each.captions().v1()))
                        .isPresent())
                .toList();
        if (!differing.isEmpty()) {
            long normals = differing.stream().filter(each -> !each.flag()).count();
            findings.add(Finding.warning(
                    "captions-disagree",
                    pool.organ().label(),
                    generated.name() + " has other captions than the labels; " + normals
                            + " of these volumes are normal",
                    ids(differing)));
        }
        List<VolumeLabels> without = labels.stream()
                .filter(each -> generated.of(each.id()).isEmpty())
                .toList();
        if (!without.isEmpty()) {
            findings.add(Finding.warning(
                    "caption-not-generated", pool.organ().label(), generated.name() + " lacks volumes", ids(without)));
        }
        List<VolumeId> unknown = generated.rows().keySet().stream()
                .filter(volume -> !labelled.contains(volume))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            findings.add(Finding.warning(
                    "caption-of-unknown",
                    pool.organ().label(),
                    generated.name() + " has volumes without labels",
                    unknown));
        }
    }

    private void warning(String code, String text, Predicate<VolumeLabels> found) {
        List<VolumeLabels> volumes = labels.stream().filter(found).toList();
        if (!volumes.isEmpty()) {
            findings.add(Finding.warning(code, pool.organ().label(), text, ids(volumes)));
        }
    }

    private static List<VolumeId> ids(List<VolumeLabels> labels) {
        return labels.stream().map(VolumeLabels::id).toList();
    }
}
