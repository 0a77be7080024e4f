package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Labels, splits and captions in the folders of the publication.
 *
 * @param root which has {@code 3DMIR_labels} and {@code Data_Splits}, itself or in {@code Data}
 */
public record LabelFolder(Path root) {
    private static final String LABELS = "3DMIR_labels";
    private static final String SPLITS = "Data_Splits";
    private static final String DATA = "Data";
    private static final String CAPTIONS = "msd_gpt4_captions";

    /**
     * All of one pool.
     *
     * @throws CodedException as reading its files does
     */
    public PoolFiles read(Organ pool) {
        Path captions = root.resolve(CAPTIONS).resolve("gpt4_captions_msd_" + pool.label() + ".csv");
        return new PoolFiles(
                pool,
                LabelFile.read(labels(pool)),
                SplitFile.read(split(pool, SplitFile.Side.INDEX), SplitFile.Side.INDEX),
                SplitFile.read(split(pool, SplitFile.Side.QUERIES), SplitFile.Side.QUERIES),
                Files.exists(captions) ? Optional.of(CaptionFile.read(captions)) : Optional.empty());
    }

    /**
     * All four pools, without contradictions.
     *
     * @throws CodedException as {@link #read} and {@link PoolFiles#pool}
     */
    public Benchmark benchmark() {
        Map<Organ, Pool> pools = new EnumMap<>(Organ.class);
        for (Organ organ : Organ.values()) {
            pools.put(organ, read(organ).pool());
        }
        return new Benchmark(pools);
    }

    public Path labels(Organ pool) {
        return folder(LABELS).resolve(pool.label() + "_labels_and_captions.csv");
    }

    public Path split(Organ pool, SplitFile.Side side) {
        return folder(SPLITS).resolve(pool.label() + "_full_" + side.fileLabel() + "_split.csv");
    }

    private Path folder(String name) {
        Path published = root.resolve(DATA).resolve(name);
        return Files.isDirectory(published) ? published : root.resolve(name);
    }
}
