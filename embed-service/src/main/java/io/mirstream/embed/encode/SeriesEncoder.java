package io.mirstream.embed.encode;

import io.mirstream.contracts.event.Pool;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.SeriesEmbedding.SliceVector;
import io.mirstream.contracts.event.SeriesSummary;
import io.mirstream.contracts.event.Vector;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.SliceConsumer;
import io.mirstream.imaging.StudyReader;
import io.mirstream.imaging.VolumeGeometry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Reads, reduces and encodes one series. Decoding runs on its own threads, slices ahead of the reduction; the inference of
 * one series overlaps with the decoding of another.
 */
public final class SeriesEncoder {
    private final StudyReader reader;
    private final ImageEncoder encoder;
    private final Executor decoders;

    public SeriesEncoder(StudyReader reader, ImageEncoder encoder, Executor decoders) {
        this.reader = reader;
        this.encoder = encoder;
        this.decoders = decoders;
    }

    /** @throws io.mirstream.contracts.error.CodedException INPUT kinds for what is wrong with the pixels */
    public EncodedSeries encode(SeriesListing series) {
        return encode(series, slice -> {});
    }

    /**
     * The same, and shows each slice to somebody else.
     *
     * @param watcher sees every slice once, in order, on this thread
     */
    public EncodedSeries encode(SeriesListing series, SliceConsumer watcher) {
        PartBuilder builder = encoder.input().builder(series.geometry(), box(series));
        reader.read(series, decoders, slice -> {
            builder.accept(slice);
            watcher.accept(slice);
        });
        List<Part> parts = builder.parts();
        List<float[]> vectors = encoder.encode(parts);
        return new EncodedSeries(series.seriesInstanceUid(), summary(series), pooled(vectors), slices(parts, vectors));
    }

    /** A foreground is known when all slices have been seen: they are decoded twice, rather than held. */
    private Box box(SeriesListing series) {
        if (encoder.input().foreground().isEmpty()) {
            return Box.of(series.geometry());
        }
        ForegroundSearch search =
                new ForegroundSearch(encoder.input().foreground().get(), series.geometry());
        reader.read(series, decoders, search);
        return search.box();
    }

    private static Map<Pooling, Vector> pooled(List<float[]> vectors) {
        Map<Pooling, Vector> pooled = new EnumMap<>(Pooling.class);
        for (Pooling pooling : Pooling.values()) {
            float[] vector = Pool.of(pooling, vectors);
            if (hasDirection(vector)) { // a single slice has no deviation, and a zero vector has no cosine
                pooled.put(pooling, Vector.of(vector));
            }
        }
        return pooled;
    }

    private static boolean hasDirection(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        return squares > 1e-12;
    }

    private List<SliceVector> slices(List<Part> parts, List<float[]> vectors) {
        Aggregate aggregate = encoder.aggregate();
        if (!aggregate.keepParts() && parts.size() > 1) {
            double middle = (parts.getFirst().positionMm() + parts.getLast().positionMm()) / 2;
            return List.of(new SliceVector(0, middle, Vector.of(Pool.of(aggregate.pooling(), vectors))));
        }
        List<SliceVector> slices = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            slices.add(new SliceVector(i, parts.get(i).positionMm(), Vector.of(vectors.get(i))));
        }
        return slices;
    }

    private static SeriesSummary summary(SeriesListing series) {
        VolumeGeometry geometry = series.geometry();
        return new SeriesSummary(
                series.modality(),
                series.bodyPart(),
                series.studyDate(),
                geometry.slices(),
                geometry.rows(),
                geometry.columns(),
                List.of(geometry.columnSpacingMm(), geometry.rowSpacingMm(), geometry.medianGapMm()),
                geometry.orientation(),
                geometry.findings());
    }
}
