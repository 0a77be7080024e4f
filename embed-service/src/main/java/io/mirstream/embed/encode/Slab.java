package io.mirstream.embed.encode;

/**
 * A slice of the body, averaged over its thickness, in patient axes.
 *
 * @param positionMm of its middle, in patient coordinates
 * @param hounsfield row-major [side][side], HU
 */
public record Slab(double positionMm, short[] hounsfield) {
    Part part() {
        float[] values = new float[hounsfield.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = hounsfield[i];
        }
        return new Part(positionMm, values);
    }
}
