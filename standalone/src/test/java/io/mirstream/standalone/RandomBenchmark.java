package io.mirstream.standalone;

import io.mirstream.eval.dataset.VolumeId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A benchmark in the published layout whose vectors are random. Each pool has ten lesions of its own and two borrowed normals
 * to find, and three and one to ask for; borrowed volumes are those of another pool.
 */
final class RandomBenchmark {
    static final List<String> POOLS = List.of("liver", "colon", "pancreas", "lung");
    private static final int DIMENSION = 32;
    private static final float POOL = 4;
    private static final float GROUP = 2;
    private static final float NOISE = 0.01f;
    private static final int OWN_INDEX = 10;
    private static final int OWN_VOLUMES = 13;
    private static final String HEADER =
            "name,organ,max_tumor_size,number_tumors,lesion_group,cancer_flag,CaptionV1,CaptionV2,CaptionV3\n";

    private final Path root;
    private final Random random;
    private final Map<VolumeId, List<float[]>> slices = new TreeMap<>();
    private final Map<VolumeId, float[]> texts = new TreeMap<>();
    private final Map<String, List<VolumeId>> index = new TreeMap<>();
    private final Map<String, List<VolumeId>> queries = new TreeMap<>();
    private final Map<String, Map<VolumeId, Integer>> groups = new TreeMap<>();

    private RandomBenchmark(Path root, long seed) {
        this.root = root;
        random = new Random(seed);
    }

    static RandomBenchmark write(Path root, long seed) throws IOException {
        RandomBenchmark benchmark = new RandomBenchmark(root, seed);
        for (String folder : List.of("3DMIR_labels", "Data_Splits", "embeddings", "text")) {
            Files.createDirectories(root.resolve(folder));
        }
        for (String pool : POOLS) {
            benchmark.vectors(pool);
        }
        for (int i = 0; i < POOLS.size(); i++) {
            benchmark.labels(POOLS.get(i), POOLS.get((i + 1) % POOLS.size()));
        }
        return benchmark;
    }

    /**
     * The same volumes where every lesion is like those of its pool and group, and less like all others: {@code embeddings} of
     * their own below the folder, without texts.
     */
    void writeDistinct(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("embeddings"));
        for (String pool : POOLS) {
            for (int number = 1; number <= OWN_VOLUMES; number++) {
                VolumeId volume = new VolumeId(pool + "_" + number);
                List<float[]> distinct = new ArrayList<>();
                for (int slice = 0; slice < slices.get(volume).size(); slice++) {
                    distinct.add(distinct(POOLS.indexOf(pool), group(pool, volume)));
                }
                write(folder.resolve("embeddings/" + volume + ".npy"), shape(distinct), distinct);
            }
        }
    }

    private float[] distinct(int pool, int group) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = NOISE * (float) random.nextGaussian();
        }
        vector[pool] += POOL;
        vector[POOLS.size() + group] += GROUP;
        return vector;
    }

    Map<VolumeId, List<float[]>> gallery(String pool) {
        return slices(index.get(pool));
    }

    /** Of all pools together: each volume once, and none that is a query anywhere. */
    Map<VolumeId, List<float[]>> pooledGallery() {
        Set<VolumeId> volumes = new TreeSet<>();
        index.values().forEach(volumes::addAll);
        queries.values().forEach(volumes::removeAll);
        return slices(volumes);
    }

    private Map<VolumeId, List<float[]>> slices(Collection<VolumeId> volumes) {
        Map<VolumeId, List<float[]>> gallery = new TreeMap<>();
        volumes.forEach(volume -> gallery.put(volume, slices.get(volume)));
        return gallery;
    }

    List<VolumeId> queries(String pool) {
        return queries.get(pool);
    }

    List<float[]> slices(VolumeId volume) {
        return slices.get(volume);
    }

    float[] text(VolumeId volume) {
        return texts.get(volume);
    }

    /** Of the lesions; -1 for none. */
    int group(String pool, VolumeId volume) {
        return groups.get(pool).get(volume);
    }

    private void vectors(String pool) throws IOException {
        for (int number = 1; number <= OWN_VOLUMES; number++) {
            VolumeId volume = new VolumeId(pool + "_" + number);
            List<float[]> ofVolume = new ArrayList<>();
            for (int slice = 0; slice < 8 + number % 5; slice++) {
                ofVolume.add(vector());
            }
            slices.put(volume, ofVolume);
            texts.put(volume, vector());
            write(root.resolve("embeddings/" + volume + ".npy"), shape(ofVolume), ofVolume);
            write(root.resolve("text/" + volume + ".npy"), "(" + DIMENSION + ",)", List.of(texts.get(volume)));
        }
    }

    /** Not of length 1: that is for the services to see to. */
    private float[] vector() {
        float[] vector = new float[DIMENSION];
        float length = 0.5f + random.nextFloat();
        for (int i = 0; i < vector.length; i++) {
            vector[i] = length * (float) random.nextGaussian();
        }
        return vector;
    }

    private void labels(String pool, String lender) throws IOException {
        List<VolumeId> toFind = new ArrayList<>();
        List<VolumeId> toAskFor = new ArrayList<>();
        Map<VolumeId, Integer> group = new TreeMap<>();
        StringBuilder rows = new StringBuilder(HEADER);
        for (int number = 1; number <= OWN_VOLUMES; number++) {
            VolumeId volume = new VolumeId(pool + "_" + number);
            group.put(volume, 1 + number % 3);
            rows.append(volume.fileName()).append(',').append(pool).append(",1.5,1,");
            rows.append(group.get(volume)).append(",1,a,b,c\n");
            (number <= OWN_INDEX ? toFind : toAskFor).add(volume);
        }
        for (int number = 1; number <= 3; number++) {
            VolumeId volume = new VolumeId(lender + "_" + number);
            group.put(volume, -1);
            rows.append(volume.fileName()).append(',').append(lender).append(",0,0,-1,0,a,b,c\n");
            (number <= 2 ? toFind : toAskFor).add(volume);
        }
        index.put(pool, toFind);
        queries.put(pool, toAskFor);
        groups.put(pool, group);
        Files.writeString(root.resolve("3DMIR_labels/" + pool + "_labels_and_captions.csv"), rows);
        split(pool, "train", "training", toFind);
        split(pool, "test", "testing", toAskFor);
    }

    private void split(String pool, String file, String column, List<VolumeId> volumes) throws IOException {
        StringBuilder rows = new StringBuilder("," + column + "\n");
        for (VolumeId volume : volumes) {
            rows.append(volumes.indexOf(volume))
                    .append(',')
                    .append(volume.fileName())
                    .append('\n');
        }
        Files.writeString(root.resolve("Data_Splits/" + pool + "_full_" + file + "_split.csv"), rows);
    }

    private static String shape(List<float[]> vectors) {
        return "(" + vectors.size() + ", " + DIMENSION + ")";
    }

    /** NPY 1.0 (NEP 1). */
    private static void write(Path file, String shape, List<float[]> vectors) throws IOException {
        byte[] header = ("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length + vectors.size() * DIMENSION * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        bytes.putShort((short) header.length).put(header);
        for (float[] vector : vectors) {
            for (float value : vector) {
                bytes.putFloat(value);
            }
        }
        Files.write(file, bytes.array());
    }
}
