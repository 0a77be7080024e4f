package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Embeddings that others computed, used as delivered.
 *
 * @param root which has {@code embeddings/VOLUME.npy} with [slices, dim] and, where there are captions' vectors,
 *     {@code text/VOLUME.npy} with [dim]
 */
public record EmbeddingFolder(Path root) {
    private static final String SLICES = "embeddings";
    private static final String TEXTS = "text";
    private static final String SUFFIX = ".npy";

    public boolean exists() {
        return Files.isDirectory(root.resolve(SLICES));
    }

    /**
     * One vector a slice, in the order of the file.
     *
     * @throws CodedException as {@link NpyArray#read}, with the file's name
     */
    public List<float[]> slices(VolumeId volume) {
        NpyArray array = read(SLICES, volume, 2);
        List<float[]> vectors = new ArrayList<>();
        for (int row = 0; row < array.shape().getFirst(); row++) {
            vectors.add(array.row(row));
        }
        return vectors;
    }

    /**
     * Of the volume's caption; absent where there is no file.
     *
     * @throws CodedException as {@link NpyArray#read}, with the file's name
     */
    public Optional<float[]> text(VolumeId volume) {
        return Files.exists(file(TEXTS, volume))
                ? Optional.of(read(TEXTS, volume, 1).values())
                : Optional.empty();
    }

    private NpyArray read(String kind, VolumeId volume, int axes) {
        String name = kind + "/" + volume + SUFFIX;
        try {
            NpyArray array = NpyArray.read(file(kind, volume));
            if (array.shape().size() != axes) {
                throw new CodedException(ErrorCode.MALFORMED, axes == 1 ? "this is no vector" : "this is no matrix");
            }
            return array;
        } catch (CodedException e) {
            throw new CodedException(e.code(), name + ": " + e.getMessage(), e);
        }
    }

    private Path file(String kind, VolumeId volume) {
        return root.resolve(kind).resolve(volume + SUFFIX);
    }
}
