package io.mirstream.eval.dataset.phantom;

import io.mirstream.eval.dataset.LesionGroup;
import io.mirstream.eval.dataset.MaskLabels;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.SplitFile;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Phantoms that can be searched for as the published volumes are: four pools, normals borrowed from the other organs,
 * lesions distributed as published, the same files. Sizes are true ones, as the voxels of a phantom are too large for the
 * published voxels / 10.
 */
public final class PhantomBenchmark {
    /** Whose group 4 is labelled, but in no split. */
    private static final Organ WITHOUT_GROUP_4_IN_SPLITS = Organ.PANCREAS;

    private final Path root;
    private final PhantomSize size;
    private final Draw draw;

    private PhantomBenchmark(Path root, PhantomSize size, long seed) {
        this.root = root;
        this.size = size;
        this.draw = new Draw(seed);
    }

    /**
     * @param root folder to write to
     * @param written is told of each volume
     */
    public static void write(Path root, PhantomSize size, long seed, Consumer<VolumeId> written) throws IOException {
        new PhantomBenchmark(root, size, seed).write(written);
    }

    private void write(Consumer<VolumeId> written) throws IOException {
        Map<Organ, List<VolumeLabels>> own = new EnumMap<>(Organ.class);
        for (Organ organ : Organ.values()) {
            own.put(organ, scans(organ, written));
        }
        LabelFolderWriter files = new LabelFolderWriter(root);
        for (Organ pool : Organ.values()) {
            List<VolumeLabels> labels = new ArrayList<>(own.get(pool));
            labels.addAll(borrowed(pool, own));
            files.labels(pool, labels);
            draw.shuffle(labels);
            Set<VolumeId> queries = queries(pool, labels);
            files.split(pool, SplitFile.Side.INDEX, side(pool, labels, queries, false));
            files.split(pool, SplitFile.Side.QUERIES, side(pool, labels, queries, true));
        }
    }

    private List<VolumeLabels> scans(Organ organ, Consumer<VolumeId> written) throws IOException {
        List<Integer> groups = groups(size.pools().get(organ));
        PhantomScans scans = new PhantomScans(root, organ, size);
        List<VolumeLabels> labels = new ArrayList<>();
        for (int number = 0; number < groups.size(); number++) {
            VolumeId volume = id(organ, number);
            labels.add(labels(organ, volume, scans.write(volume, groups.get(number), draw)));
            written.accept(volume);
        }
        scans.describe();
        return labels;
    }

    /** In random order, as a volume's number must not tell its group: it breaks ties. */
    private List<Integer> groups(PoolComposition composition) {
        List<Integer> groups = new ArrayList<>();
        for (int group = 1; group <= LesionGroup.MAX; group++) {
            for (int i = 0; i < composition.inGroup(group); i++) {
                groups.add(group);
            }
        }
        for (int i = 0; i < composition.healthy(); i++) {
            groups.add(LesionGroup.NONE);
        }
        draw.shuffle(groups);
        return groups;
    }

    /** Numbered as in the Medical Segmentation Decathlon. */
    private static VolumeId id(Organ organ, int number) {
        return new VolumeId(
                organ == Organ.LIVER
                        ? "liver_" + number
                        : String.format(Locale.ROOT, "%s_%03d", organ.label(), number + 1));
    }

    private VolumeLabels labels(Organ organ, VolumeId volume, MaskLabels mask) {
        double cm = LabelFolderWriter.rounded(mask.trueCm());
        return new VolumeLabels(
                volume,
                organ,
                cm,
                mask.numberTumors(),
                LesionGroup.released(organ, mask.numberTumors(), cm),
                mask.flag(),
                mask.flag()
                        ? PhantomCaptions.lesions(organ, mask.numberTumors(), cm, draw)
                        : PhantomCaptions.healthy(organ, draw));
    }

    private static List<VolumeLabels> borrowed(Organ pool, Map<Organ, List<VolumeLabels>> own) {
        return own.values().stream()
                .flatMap(List::stream)
                .filter(each -> each.source() != pool && each.group() == 1)
                .map(each -> new VolumeLabels(
                        each.id(), each.source(), 0, 0, LesionGroup.NONE, false, PhantomCaptions.borrowed(pool)))
                .toList();
    }

    private Set<VolumeId> queries(Organ pool, List<VolumeLabels> shuffled) {
        PoolComposition composition = size.pools().get(pool);
        Set<VolumeId> queries = new HashSet<>();
        take(
                queries,
                composition.lesionQueries(),
                shuffled.stream()
                        .filter(each -> each.flag() && isSplit(pool, each))
                        .toList());
        composition
                .normalQueries()
                .forEach((source, count) -> take(
                        queries,
                        count,
                        shuffled.stream()
                                .filter(each -> !each.flag() && each.source() == source)
                                .toList()));
        return queries;
    }

    private static void take(Set<VolumeId> queries, int count, List<VolumeLabels> from) {
        from.subList(0, count).forEach(each -> queries.add(each.id()));
    }

    private static List<VolumeId> side(Organ pool, List<VolumeLabels> labels, Set<VolumeId> queries, boolean isQuery) {
        return labels.stream()
                .filter(each -> isSplit(pool, each) && queries.contains(each.id()) == isQuery)
                .map(VolumeLabels::id)
                .toList();
    }

    private static boolean isSplit(Organ pool, VolumeLabels labels) {
        return pool != WITHOUT_GROUP_4_IN_SPLITS || labels.group() != LesionGroup.MAX;
    }
}
