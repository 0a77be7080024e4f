package io.mirstream.eval.replay;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How fast a replay went.
 *
 * @param volumes published
 * @param slices of them
 * @param indexing from the first publication until all was searchable
 * @param freshness of each volume, from its event until it was searchable; empty where nobody looked at single volumes
 * @param searches of each method, from question to answer
 */
public record Measurements(
        long volumes, long slices, Duration indexing, List<Duration> freshness, Map<Method, List<Duration>> searches) {
    public Measurements {
        freshness = List.copyOf(freshness);
        searches = Map.copyOf(searches);
    }
}
