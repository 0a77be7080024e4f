package io.mirstream.eval.replay;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.CaptionFile;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.TaskFolder;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The pools of a dataset as studies, in collections that are the replay's alone.
 *
 * <p>The common gallery has each volume that is in some pool's index, once, and none that is a query anywhere (Khun Jush et
 * al., arXiv 2507.17412). It is made of whole collections, so that nothing is to be left out after a search.
 */
final class SentPools {
    private final String replay;
    private final Path images;
    private final LabelFolder labels;
    private final List<Organ> organs;
    private final Benchmark benchmark;
    private final List<SentStudy> studies;

    /** @throws CodedException {@code LOCATION_NOT_FOUND} for an image that is not there; those of reading the dataset */
    SentPools(ReplayPlan plan) {
        replay = plan.id();
        images = Path.of(plan.images());
        labels = new LabelFolder(Path.of(plan.labels()));
        organs = plan.organs();
        benchmark = labels.benchmark();
        studies = sent();
    }

    /** In the order in which they are sent. */
    List<SentStudy> studies() {
        return studies;
    }

    private List<SentStudy> sent() {
        Map<Organ, TaskFolder> tasks = new EnumMap<>(Organ.class);
        Set<VolumeId> common = new HashSet<>(benchmark.pooledGallery());
        List<VolumeId> byName = volumesByName();
        OrderedUids uids = new OrderedUids(replay, byName.size());
        List<SentStudy> sent = new ArrayList<>();
        for (Organ organ : organs) {
            Pool pool = benchmark.pool(organ);
            Map<VolumeId, Role> roles = new LinkedHashMap<>();
            pool.index().forEach(volume -> roles.put(volume, common.remove(volume) ? Role.BOTH : Role.OWN));
            pool.queries().forEach(volume -> roles.put(volume, Role.QUERY));
            roles.forEach((volume, role) -> {
                VolumeLabels of = pool.labels(volume);
                Path image =
                        image(tasks.computeIfAbsent(of.source(), source -> TaskFolder.read(images, source)), volume);
                StudyUid study = uids.study(
                        organ.label() + "/" + role + "/" + volume,
                        byName.indexOf(volume),
                        image.getFileName().toString());
                sent.add(new SentStudy(organ, role, of, image, study, role.collection(replay, organ)));
            });
        }
        return List.copyOf(sent);
    }

    private List<VolumeId> volumesByName() {
        Set<VolumeId> volumes = new TreeSet<>();
        for (Organ organ : organs) {
            volumes.addAll(benchmark.pool(organ).index());
            volumes.addAll(benchmark.pool(organ).queries());
        }
        return List.copyOf(volumes);
    }

    private static Path image(TaskFolder task, VolumeId volume) {
        TaskFolder.Scan scan = task.scans().get(volume);
        if (scan == null || !Files.isRegularFile(scan.image())) {
            throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, volume + " has no image in the dataset");
        }
        return scan.image();
    }

    /** What a dataset lacks for a method; empty when it has all. */
    Optional<String> missing(Method method) {
        boolean released = organs.stream()
                .flatMap(organ -> words(organ).values().stream())
                .allMatch(words -> words.released().isPresent());
        return method == Method.CAPTION_RELEASED && !released
                ? Optional.of("the dataset has no msd_gpt4_captions of some query")
                : Optional.empty();
    }

    /** @param series of each study, once it is searchable */
    List<SearchedPool> searched(Function<StudyUid, SeriesUid> series) {
        Map<SeriesUid, VolumeId> volumes = new HashMap<>();
        for (SentStudy each : studies) {
            if (each.role() != Role.QUERY) {
                volumes.put(series.apply(each.study()), each.volume());
            }
        }
        return organs.stream()
                .map(organ -> new SearchedPool(
                        benchmark.pool(organ), queries(organ, series), words(organ), galleries(organ), volumes))
                .toList();
    }

    private Map<VolumeId, SeriesUid> queries(Organ organ, Function<StudyUid, SeriesUid> series) {
        Map<VolumeId, SeriesUid> queries = new HashMap<>();
        for (SentStudy each : studies) {
            if (each.pool() == organ && each.role() == Role.QUERY) {
                queries.put(each.volume(), series.apply(each.study()));
            }
        }
        return queries;
    }

    private Map<VolumeId, QueryWords> words(Organ organ) {
        Optional<CaptionFile> generated = labels.read(organ).generated();
        Pool pool = benchmark.pool(organ);
        Map<VolumeId, QueryWords> words = new HashMap<>();
        for (VolumeId query : pool.queries()) {
            Optional<String> released =
                    generated.flatMap(file -> file.of(query)).map(CaptionFile.Row::released);
            words.put(query, new QueryWords(pool.labels(query).captions().v1(), released));
        }
        return words;
    }

    /** The common gallery is that of all pools, or it is none. */
    private Map<Gallery, List<CollectionName>> galleries(Organ organ) {
        Map<Gallery, List<CollectionName>> galleries = new EnumMap<>(Gallery.class);
        galleries.put(Gallery.OWN, List.of(Role.BOTH.collection(replay, organ), Role.OWN.collection(replay, organ)));
        if (organs.size() == Organ.values().length) {
            Set<CollectionName> common = new LinkedHashSet<>();
            organs.forEach(each -> common.add(Role.BOTH.collection(replay, each)));
            galleries.put(Gallery.POOLED, List.copyOf(common));
        }
        return galleries;
    }
}
