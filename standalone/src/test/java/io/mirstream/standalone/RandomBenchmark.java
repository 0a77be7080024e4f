package io.mirstream.standalone;

import io.mirstream.eval.dataset.VolumeId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A benchmark in the published layout whose vectors are random. Each pool has ten lesions of its own and two borrowed normals
 * to find, and three and one to ask for; borrowed volumes are those of another pool.
 */
final class RandomBenchmark {
    static final List<String> POOLS = List.of("liver", "colon", "pancreas", "lung");
    private static final int DIMENSION = 32;
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

    Map<VolumeId, List<float[]>> gallery(String pool) {
        Map<VolumeId, List<float[]>> gallery = new TreeMap<>();
        index.get(pool).forEach(volume -> gallery.put(volume, slices.get(volume)));
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
            write("embeddings/" + volume, "(" + ofVolume.size() + ", " + DIMENSION + ")", ofVolume);
            write("text/" + volume, "(" + DIMENSION + ",)", List.of(texts.get(volume)));
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

    /** NPY 1.0 (NEP 1). */
    private void write(String name, String shape, List<float[]> vectors) throws IOException {
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
        Files.write(root.resolve(name + ".npy"), bytes.array());
    }
}
