package io.mirstream.embed.encode;

/**
 * What one inference sees of a series: a slab, a slice, a volume or a patch.
 *
 * @param positionMm of its middle along the body, in patient coordinates
 * @param hounsfield HU, row-major in the order of the model's tensor, its last axis fastest
 */
public record Part(double positionMm, float[] hounsfield) {}
