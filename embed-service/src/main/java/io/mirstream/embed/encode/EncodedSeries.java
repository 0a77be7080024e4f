package io.mirstream.embed.encode;

import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.SeriesEmbedding.SliceVector;
import io.mirstream.contracts.event.SeriesSummary;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.SeriesUid;
import java.util.List;
import java.util.Map;

/** A series as vectors. */
public record EncodedSeries(
        SeriesUid seriesInstanceUid, SeriesSummary summary, Map<Pooling, Vector> pooled, List<SliceVector> slices) {}
