package io.mirstream.eval.replay;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.VolumeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one replay found.
 *
 * @param id of the replay
 * @param dataset its name, as people know it
 * @param model that made the vectors
 * @param rankings of each gallery, organ, method and query: volumes, best first
 * @param seen as of {@link Volumes#seen}
 */
public record ReplayOutcome(
        String id,
        String dataset,
        ModelRef model,
        Instant started,
        Instant finished,
        Map<Gallery, Map<Organ, Map<Method, Map<VolumeId, List<VolumeId>>>>> rankings,
        Map<VolumeId, SeriesUid> seen,
        Measurements measurements) {}
