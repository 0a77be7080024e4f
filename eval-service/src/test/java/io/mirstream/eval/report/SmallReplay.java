package io.mirstream.eval.report;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.Captions;
import io.mirstream.eval.dataset.LesionGroup;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import io.mirstream.eval.replay.Gallery;
import io.mirstream.eval.replay.Measurements;
import io.mirstream.eval.replay.Method;
import io.mirstream.eval.replay.ReplayOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Small enough to be scored by hand. Colon: c1 and c2 of group 2, c3 of group 3, and the lung's l1 and l2 as normals; queries
 * q2 and q3 of groups 2 and 3, and the normal ql. Lung: l1 and l3 of group 1, l2 of group 2, the colon's c1 and its query q3
 * as normals; query k1 of group 1.
 */
public final class SmallReplay {
    static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");

    private static final ModelRef MODEL =
            new ModelRef("precomputed", "1", new ModelFingerprint("0123456789abcdef"), 8, 0, false);

    private static final Pool COLON = colon(2);

    private static Pool colon(int groupOfC2) {
        return new Pool(
                Organ.COLON,
                List.of(
                        lesion(Organ.COLON, "c1", 2),
                        lesion(Organ.COLON, "c2", groupOfC2),
                        lesion(Organ.COLON, "c3", 3),
                        normal(Organ.LUNG, "l1"),
                        normal(Organ.LUNG, "l2"),
                        lesion(Organ.COLON, "q2", 2),
                        lesion(Organ.COLON, "q3", 3),
                        normal(Organ.LUNG, "ql")),
                ids("c1 c2 c3 l1 l2"),
                ids("q2 q3 ql"));
    }

    private static final Pool LUNG = new Pool(
            Organ.LUNG,
            List.of(
                    lesion(Organ.LUNG, "l1", 1),
                    lesion(Organ.LUNG, "l2", 2),
                    lesion(Organ.LUNG, "l3", 1),
                    normal(Organ.COLON, "c1"),
                    normal(Organ.COLON, "q3"),
                    lesion(Organ.LUNG, "k1", 1)),
            ids("l1 l2 l3 c1 q3"),
            ids("k1"));

    private static final Measurements MEASURED = new Measurements(
            12,
            480,
            Duration.ofSeconds(4),
            List.of(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300)),
            Map.of(
                    Method.SLICE_FREQ,
                    List.of(Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofMillis(30)),
                    Method.VOLUME_AVGPOOLING,
                    List.of(Duration.ofMillis(2))));

    private SmallReplay() {}

    public static Benchmark benchmark() {
        return benchmark(COLON);
    }

    private static Benchmark benchmark(Pool colon) {
        return new Benchmark(Map.of(
                Organ.LIVER,
                new Pool(Organ.LIVER, List.of(), List.of(), List.of()),
                Organ.COLON,
                colon,
                Organ.PANCREAS,
                new Pool(Organ.PANCREAS, List.of(), List.of(), List.of()),
                Organ.LUNG,
                LUNG));
    }

    public static Report report() {
        return Report.of(outcome(), benchmark());
    }

    /** As a replay leaves it. */
    public static void write(Report report, Path folder) throws IOException {
        Files.write(Files.createDirectories(folder).resolve(ReportFolder.DOCUMENT), report.json());
    }

    /** By slices no query with a lesion finds one of its group any more. */
    public static Report worse() {
        return Report.of(outcome("small-2", "q2: l1 l2 c3; q3: l1 l2 c1; ql: l1 c3 l2"), benchmark());
    }

    /** By slices all that is found is of the query's group. */
    public static Report better() {
        return Report.of(outcome("small-0", "q2: c1 c2; q3: c3; ql: l1 l2"), benchmark());
    }

    /** In which c2 is of group 3. */
    public static Report ofOtherLabels() {
        return Report.of(outcome(), benchmark(colon(3)));
    }

    /** Slices find better than volumes do. */
    public static ReplayOutcome outcome() {
        return outcome("small-1", "q2: c1 c2 l1; q3: c3 l2 c1; ql: l1 c3 l2");
    }

    /** The study of one volume was kept. */
    public static Report keeping(String volume, String series) {
        ReplayOutcome outcome = outcome();
        return Report.of(
                new ReplayOutcome(
                        outcome.id(),
                        outcome.dataset(),
                        outcome.model(),
                        outcome.started(),
                        outcome.finished(),
                        outcome.rankings(),
                        Map.of(new VolumeId(volume), new SeriesUid(series)),
                        outcome.measurements()),
                benchmark());
    }

    /** @param sliceFreq what the queries of the colon find by it among their own */
    static ReplayOutcome outcome(String id, String sliceFreq) {
        Map<Organ, Map<Method, Map<VolumeId, List<VolumeId>>>> own = new EnumMap<>(Organ.class);
        own.put(
                Organ.COLON,
                Map.of(
                        Method.SLICE_FREQ,
                        rankings(sliceFreq),
                        Method.VOLUME_AVGPOOLING,
                        rankings("q2: l1 c1 c3; q3: c1 c3 c2; ql: c1 c2")));
        own.put(Organ.LUNG, Map.of(Method.SLICE_FREQ, rankings("k1: l1 c1 l3")));
        Map<Organ, Map<Method, Map<VolumeId, List<VolumeId>>>> pooled = new EnumMap<>(Organ.class);
        pooled.put(Organ.COLON, Map.of(Method.SLICE_FREQ, rankings("q2: c1 l3 c2; q3: l3 c3 c1; ql: l1 l3 l2")));
        return new ReplayOutcome(
                id,
                "small",
                MODEL,
                STARTED,
                STARTED.plusSeconds(6),
                Map.of(Gallery.OWN, own, Gallery.POOLED, pooled),
                Map.of(),
                MEASURED);
    }

    /** {@code q2: c1 c2; q3: c3}. */
    private static Map<VolumeId, List<VolumeId>> rankings(String text) {
        Map<VolumeId, List<VolumeId>> rankings = new LinkedHashMap<>();
        for (String each : text.split("; ")) {
            int colon = each.indexOf(':');
            rankings.put(
                    new VolumeId(each.substring(0, colon)),
                    ids(each.substring(colon + 1).strip()));
        }
        return rankings;
    }

    private static List<VolumeId> ids(String names) {
        return names.isEmpty()
                ? List.of()
                : Arrays.stream(names.split(" ")).map(VolumeId::new).toList();
    }

    private static VolumeLabels lesion(Organ organ, String name, int group) {
        return new VolumeLabels(new VolumeId(name), organ, 2 * group - 1, 1, group, true, new Captions("a", "b", "c"));
    }

    private static VolumeLabels normal(Organ source, String name) {
        return new VolumeLabels(new VolumeId(name), source, 0, 0, LesionGroup.NONE, false, new Captions("a", "b", "c"));
    }
}
