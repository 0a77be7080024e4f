package io.mirstream.eval.learn;

import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.EmbeddingFolder;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Examples of a benchmark's index. A volume that is a query in any pool is none, though it may be in another pool's index:
 * nobody may learn from what will be asked for.
 */
public final class DatasetExamples {
    private DatasetExamples() {}

    /** Volumes of the index that ask for nothing anywhere, and are in the index of the pool that they come from. */
    public static List<VolumeId> volumes(Benchmark benchmark) {
        List<VolumeId> volumes = new ArrayList<>();
        for (VolumeId volume : benchmark.pooledGallery()) {
            if (home(benchmark, volume).isPresent()) {
                volumes.add(volume);
            }
        }
        return volumes;
    }

    /** @throws io.mirstream.contracts.error.CodedException those of reading the files */
    public static List<Example> of(EmbeddingFolder folder, Benchmark benchmark) {
        List<Example> examples = new ArrayList<>();
        for (VolumeId volume : volumes(benchmark)) {
            Map<String, String> labels = new TreeMap<>();
            for (Pool pool : benchmark.pools().values()) {
                if (pool.index().contains(volume)) {
                    labels.put(pool.organ().label(), label(pool.labels(volume)));
                }
            }
            examples.add(example(
                    folder, volume, home(benchmark, volume).orElseThrow().label(), labels));
        }
        return examples;
    }

    /** A volume as one that asks, with nothing to learn from but its vectors. */
    static Example asking(EmbeddingFolder folder, VolumeId volume) {
        return example(folder, volume, "", Map.of());
    }

    private static Example example(EmbeddingFolder folder, VolumeId volume, String pool, Map<String, String> labels) {
        Optional<double[]> text = folder.text(volume).map(caption -> Slices.values(Slices.unit(caption)));
        return new Example(volume.value(), volume.value(), pool, labels, Slices.unit(folder.slices(volume)), text);
    }

    /** The pool whose lesions it may have. */
    private static Optional<Organ> home(Benchmark benchmark, VolumeId volume) {
        return benchmark.pools().values().stream()
                .filter(pool -> pool.index().contains(volume))
                .filter(pool -> pool.labels(volume).source() == pool.organ())
                .map(Pool::organ)
                .findFirst();
    }

    private static String label(VolumeLabels labels) {
        return Integer.toString(labels.group());
    }
}
