package io.mirstream.ingest.index;

import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.id.Revision;
import java.util.Collection;
import java.util.Map;

/**
 * Where previews are kept: one set a series, whatever the models.
 *
 * <p>Every method throws {@link io.mirstream.contracts.error.CodedException} with {@code INDEX_UNAVAILABLE} or {@code
 * INDEX_BUSY}; some of what was asked may have been done.
 */
public interface PreviewStore {
    /** Writes images in the place of those that the series had; images of a newer revision stay as they are. */
    void write(Collection<SeriesPreviews> previews);

    /**
     * Deletes images; those of a newer revision stay as they are, and none being there is fine.
     *
     * @param upTo the newest revision of each series that goes
     */
    void delete(Map<SeriesKey, Revision> upTo);

    /** Makes found what was written, and what was deleted no more. */
    void refresh();
}
