package io.mirstream.eval.replay;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.eval.dataset.VolumeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The volumes of a replay, and how they come to be searchable. */
public interface Volumes {
    /**
     * How that went.
     *
     * @param took from the first publication until all was searchable
     * @param freshness as of {@link Measurements}
     */
    record Indexed(long volumes, long slices, Duration took, List<Duration> freshness) {
        public Indexed {
            freshness = List.copyOf(freshness);
        }
    }

    /** Whose vectors are searched. */
    ModelRef model();

    /**
     * Returns once every volume can be found.
     *
     * @throws io.mirstream.contracts.error.CodedException {@code INDEX_BUSY} when the index does not go on; those of the
     *     archive, and the code of a volume that failed
     */
    Indexed index() throws InterruptedException;

    /** Where each pool is searched. */
    List<SearchedPool> pools();

    /** A series of each volume whose images can be looked at when the replay is over; none where nothing stays, or nothing is seen. */
    Map<VolumeId, SeriesUid> seen();
}
