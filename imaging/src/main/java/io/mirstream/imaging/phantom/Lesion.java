package io.mirstream.imaging.phantom;

/**
 * A lesion in the organ of a phantom's anatomy.
 *
 * @param diameterMm of the largest axis
 */
public record Lesion(double diameterMm) {
    public Lesion {
        if (!(diameterMm >= 4 && diameterMm <= 120)) {
            throw new IllegalArgumentException("a lesion has a diameter of 4 to 120 mm");
        }
    }
}
