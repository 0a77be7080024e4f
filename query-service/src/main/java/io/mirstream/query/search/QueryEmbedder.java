package io.mirstream.query.search;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.SeriesUid;
import java.nio.file.Path;
import java.util.Map;

/** Turns what is not in the index into vectors, by the model whose index is searched. */
public interface QueryEmbedder {
    /** Vectors of one series. */
    record Image(ModelRef model, SeriesUid series, Map<Pooling, Vector> pooled, SeriesSlices slices) {}

    record Text(ModelRef model, Vector vector) {}

    /**
     * @param file a zip of one DICOM series, one DICOM file, or NIfTI
     * @throws io.mirstream.contracts.error.CodedException {@code EMBED_UNAVAILABLE}, {@code MODEL_MISMATCH}, or what is
     *     wrong with the image
     */
    Image image(ModelRef model, Path file);

    /**
     * @throws io.mirstream.contracts.error.CodedException {@code EMBED_UNAVAILABLE}, {@code MODEL_MISMATCH}, {@code
     *     QUERY_UNSUPPORTED}
     */
    Text text(ModelRef model, String text);
}
