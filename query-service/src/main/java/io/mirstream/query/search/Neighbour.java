package io.mirstream.query.search;

/**
 * A vector that is near a query's.
 *
 * @param similarity cosine, in [-1, 1]
 */
public record Neighbour(SeriesKey series, double similarity) {}
