package io.mirstream.eval.replay;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.SeriesSummary;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.Revision;
import io.mirstream.eval.dataset.EmbeddingFolder;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Vectors that others computed, as embeddings of a model that nobody here runs. Files are read again when they are needed. */
public final class PrecomputedVectors {
    private static final String MODEL_ID = "precomputed";
    private static final String MODEL_VERSION = "1";
    private static final int FINGERPRINT_BYTES = 8;

    private final EmbeddingFolder folder;
    private final ModelRef model;
    private final boolean textForEveryQuery;

    private PrecomputedVectors(EmbeddingFolder folder, ModelRef model, boolean textForEveryQuery) {
        this.folder = folder;
        this.model = model;
        this.textForEveryQuery = textForEveryQuery;
    }

    /**
     * Reads all of it once. The fingerprint is of the vectors and of who is searched among whom: the same replay has the same,
     * and two that differ never meet in one index.
     *
     * @throws CodedException {@code LIMIT_EXCEEDED} for more slices than a series may have; {@code MALFORMED} for vectors of
     *     several lengths or of zeros, or no slices; those of reading the files
     */
    public static PrecomputedVectors read(EmbeddingFolder folder, Collection<Pool> pools) {
        MessageDigest digest = sha256();
        Set<VolumeId> volumes = new TreeSet<>();
        Set<VolumeId> queries = new TreeSet<>();
        for (Pool pool : pools) {
            volumes.addAll(pool.index());
            volumes.addAll(pool.queries());
            queries.addAll(pool.queries());
            put(digest, pool.organ().label() + pool.index() + pool.queries());
        }
        int dimension = 0;
        boolean anyText = false;
        boolean everyText = true;
        for (VolumeId volume : volumes) {
            List<float[]> slices = slices(folder, volume);
            dimension = dimension == 0 ? slices.getFirst().length : dimension;
            put(digest, volume + " " + slices.size());
            for (float[] slice : slices) {
                put(digest, required(slice, dimension, volume));
            }
            Optional<float[]> text = folder.text(volume);
            if (text.isPresent()) {
                put(digest, required(text.get(), dimension, volume));
            }
            anyText |= text.isPresent();
            everyText &= text.isPresent() || !queries.contains(volume);
        }
        ModelFingerprint fingerprint =
                new ModelFingerprint(HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), FINGERPRINT_BYTES)));
        ModelRef model = new ModelRef(
                MODEL_ID, MODEL_VERSION, fingerprint, Math.max(1, dimension), anyText ? dimension : 0, anyText);
        return new PrecomputedVectors(folder, model, everyText && anyText);
    }

    public ModelRef model() {
        return model;
    }

    public boolean hasTextForEveryQuery() {
        return textForEveryQuery;
    }

    /**
     * @throws CodedException {@code MALFORMED} when the method compares captions, and some query's is not embedded; {@code
     *     QUERY_UNSUPPORTED} when something would have to run the model
     */
    public void requireAllows(Method method) {
        if (method.needsEmbedder() || method == Method.TEXT_TO_TEXT) {
            throw new CodedException(
                    ErrorCode.QUERY_UNSUPPORTED, method.label() + " needs a model that embeds texts, not vectors");
        }
        if (method.needsCaption() && !textForEveryQuery) {
            throw new CodedException(ErrorCode.MALFORMED, "caption and hybrid need the embedded caption of each query");
        }
    }

    /** Volumes are pooled from slices as delivered. */
    SeriesEmbedding embedding(PoolSeries.Entry entry) {
        List<float[]> slices = slices(folder, entry.volume());
        List<SeriesEmbedding.SliceVector> vectors = new ArrayList<>();
        for (int index = 0; index < slices.size(); index++) {
            vectors.add(new SeriesEmbedding.SliceVector(index, index, Vector.of(slices.get(index))));
        }
        Map<Pooling, Vector> pooled = new EnumMap<>(Pooling.class);
        for (Pooling pooling : Pooling.values()) {
            float[] vector = io.mirstream.contracts.event.Pool.of(pooling, slices);
            if (pooling == Pooling.AVG || !isZero(vector)) { // which has no direction to search by
                pooled.put(pooling, Vector.of(vector));
            }
        }
        return new SeriesEmbedding(
                entry.study(),
                entry.series(),
                entry.collection(),
                Revision.FIRST,
                "replay/" + model.fingerprint() + "/" + entry.volume(),
                model,
                summary(slices.size()),
                pooled,
                vectors,
                Optional.empty(),
                folder.text(entry.volume()).map(Vector::of),
                Map.of("volume", entry.volume().value()),
                Optional.empty(),
                List.of(SeriesStatus.embedded(entry.series(), slices.size(), slices.size())));
    }

    /** Of the image nothing is known but how many slices it has. */
    private static SeriesSummary summary(int slices) {
        return new SeriesSummary(
                "CT",
                Optional.empty(),
                Optional.empty(),
                slices,
                1,
                1,
                List.of(1.0, 1.0, 1.0),
                "axial",
                List.of("the vectors were delivered: no image was read"));
    }

    private static List<float[]> slices(EmbeddingFolder folder, VolumeId volume) {
        List<float[]> slices = folder.slices(volume);
        if (slices.isEmpty() || slices.getFirst().length == 0) {
            throw new CodedException(ErrorCode.MALFORMED, volume + " has no vectors");
        }
        if (slices.size() > SeriesEmbedding.MAX_SLICES) {
            throw new CodedException(
                    ErrorCode.LIMIT_EXCEEDED, volume + " has more than " + SeriesEmbedding.MAX_SLICES + " slices");
        }
        return slices;
    }

    private static float[] required(float[] vector, int dimension, VolumeId volume) {
        if (vector.length != dimension) {
            throw new CodedException(
                    ErrorCode.MALFORMED, volume + " has vectors of another length than volumes before it");
        }
        if (isZero(vector)) {
            throw new CodedException(ErrorCode.MALFORMED, volume + " has a vector of zeros, which is like no other");
        }
        return vector;
    }

    private static boolean isZero(float[] vector) {
        for (float value : vector) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void put(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static void put(MessageDigest digest, float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        digest.update(bytes.array());
    }
}
