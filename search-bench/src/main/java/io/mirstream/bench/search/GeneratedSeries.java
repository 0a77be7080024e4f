package io.mirstream.bench.search;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesEmbedding.SliceVector;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.SeriesSummary;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Series that were never scanned. Their vectors lie in clusters, as those of one body part do: each is a cluster's centre and
 * noise of the same length. The same series has the same vectors in every run, and none are kept.
 *
 * @param count of the series
 */
record GeneratedSeries(int count) {
    static final int DIMENSION = 256;

    /** Of the series that have as many slices as scans do; the others have one, so that the index stays small. */
    static final int STACKS = 200;

    static final int SLICES_OF_STACK = 100;

    /** Label that a hundredth, a tenth and half of the series have. */
    static final String ONE_PERCENT = "one-percent";

    static final String TEN_PERCENT = "ten-percent";
    static final String HALF = "half";

    /** Label of the series with many slices. */
    static final String STACK = "stack";

    static final String YES = "yes";

    static final ModelRef MODEL =
            new ModelRef("generated", "1", new ModelFingerprint("6765e6572617465d"), DIMENSION, 0, false, null, null);

    private static final int SERIES_OF_CLUSTER = 100;
    private static final double SLICE_NOISE = 0.5; // of the length of the series' vector
    private static final double SLICE_DISTANCE_MM = 5;
    private static final long SEED = 4_001;
    private static final long SERIES_STEP = 0x9E3779B97F4A7C15L; // golden ratio, 2^64 / phi: seeds far apart

    /** @param at from 0 */
    static SeriesUid uid(int at) {
        return new SeriesUid("2.25." + (SEED + 1) + "." + (at + 1));
    }

    SeriesEmbedding embedding(int at) {
        Vector vector = vector(at);
        int slices = at < STACKS ? SLICES_OF_STACK : 1;
        SeriesUid series = uid(at);
        return new SeriesEmbedding(
                new StudyUid("2.25." + SEED + "." + (at + 1)),
                series,
                CollectionName.CLINICAL,
                new Revision(1),
                "generated-" + at,
                MODEL,
                summary(slices),
                Map.of(Pooling.AVG, vector),
                slices(at, vector, slices),
                Optional.empty(),
                Optional.empty(),
                labels(at),
                Optional.empty(),
                List.of(SeriesStatus.embedded(series, slices, slices)));
    }

    private static SeriesSummary summary(int slices) {
        return new SeriesSummary(
                "CT",
                Optional.of("ABDOMEN"),
                Optional.of(LocalDate.of(2026, 1, 1)),
                slices,
                512,
                512,
                List.of(0.8, 0.8, SLICE_DISTANCE_MM),
                "axial",
                List.of());
    }

    private static Map<String, String> labels(int at) {
        Map<String, String> labels = new HashMap<>();
        put(labels, ONE_PERCENT, at % 100 == 0);
        put(labels, TEN_PERCENT, at % 10 == 0);
        put(labels, HALF, at % 2 == 0);
        put(labels, STACK, at < STACKS);
        return labels;
    }

    private static void put(Map<String, String> labels, String name, boolean has) {
        if (has) {
            labels.put(name, YES);
        }
    }

    private Vector vector(int at) {
        SplittableRandom random = new SplittableRandom(SEED + at * SERIES_STEP);
        int clusters = Math.max(1, count / SERIES_OF_CLUSTER);
        float[] vector = direction(new SplittableRandom(SEED - 1 - random.nextInt(clusters)));
        return unit(sum(vector, direction(random), 1));
    }

    private static List<SliceVector> slices(int at, Vector series, int count) {
        SplittableRandom random = new SplittableRandom(SEED * SEED + at * SERIES_STEP);
        List<SliceVector> slices = new ArrayList<>();
        for (int slice = 0; slice < count; slice++) {
            slices.add(new SliceVector(
                    slice, slice * SLICE_DISTANCE_MM, unit(sum(series.toArray(), direction(random), SLICE_NOISE))));
        }
        return slices;
    }

    /** Any, each as probable as the others; of length 1 or nearly so. */
    private static float[] direction(SplittableRandom random) {
        float[] direction = new float[DIMENSION];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) (random.nextGaussian() / Math.sqrt(DIMENSION));
        }
        return direction;
    }

    private static float[] sum(float[] vector, float[] other, double factor) {
        float[] sum = new float[vector.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (vector[i] + factor * other[i]);
        }
        return sum;
    }

    private static Vector unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(squares));
        }
        return Vector.of(unit);
    }
}
