package io.mirstream.embed.encode;

import io.mirstream.contracts.event.Pooling;

/**
 * What is kept of the vectors of a series' parts, beside the volume vectors, of which there is one a {@link Pooling}.
 *
 * @param pooling of the one vector that stands for all parts where they are not kept
 * @param keepParts whether the parts' own vectors are kept, for comparison part by part
 */
public record Aggregate(Pooling pooling, boolean keepParts) {
    /** Every part is kept. */
    public static final Aggregate SLICES = new Aggregate(Pooling.AVG, true);
}
