package io.mirstream.ingest.index;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.SeriesSummary;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One revision of a study as it was embedded.
 *
 * @param slices of each of its series
 */
public record Embeddings(StudyUid study, long revision, Map<SeriesUid, Integer> slices, ModelRef model) {
    public static final StudyUid STUDY = new StudyUid("1.2");
    public static final SeriesUid A = new SeriesUid("1.2.1");
    public static final SeriesUid B = new SeriesUid("1.2.2");
    public static final ModelRef MODEL =
            new ModelRef("test", "1", new ModelFingerprint("0123456789abcdef"), 2, 0, false);

    public static final ModelRef OTHER_MODEL =
            new ModelRef("test", "2", new ModelFingerprint("fedcba9876543210"), 2, 0, false);

    public static Embeddings revision(long revision) {
        return new Embeddings(STUDY, revision, Map.of(), MODEL);
    }

    /** The same with a series more. */
    public Embeddings with(SeriesUid series, int slices) {
        Map<SeriesUid, Integer> more = new TreeMap<>(this.slices);
        more.put(series, slices);
        return new Embeddings(study, revision, more, model);
    }

    /** The same as another model embedded it. */
    public Embeddings by(ModelRef maker) {
        return new Embeddings(study, revision, slices, maker);
    }

    /** The record of one of the series, which names all of them. */
    public SeriesEmbedding of(SeriesUid series) {
        return of(series, List.of());
    }

    /** The record of one of the series, which names all of them, and others that could not be embedded. */
    public SeriesEmbedding of(SeriesUid series, List<SeriesStatus> others) {
        List<SeriesStatus> statuses = new ArrayList<>(others);
        slices.forEach((uid, count) -> statuses.add(SeriesStatus.embedded(uid, count, count)));
        return new SeriesEmbedding(
                study,
                series,
                CollectionName.CLINICAL,
                new Revision(revision),
                "event-" + revision,
                model,
                new SeriesSummary(
                        "CT", Optional.empty(), Optional.empty(), 9, 8, 7, List.of(1.0, 1.0, 2.5), "axial", List.of()),
                Map.of(Pooling.AVG, vector(0)),
                IntStream.range(0, slices.get(series))
                        .mapToObj(slice -> new SeriesEmbedding.SliceVector(slice, slice * 2.5, vector(slice)))
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                statuses);
    }

    private Vector vector(int slice) {
        return Vector.of((float) revision, slice);
    }
}
