/**
 * Volumes that are not stored as axial slices: which way their axes run, and room outside the heap to turn them.
 *
 * <p>Promises: the heap holds a slice, not the volume. Knows no file format.
 */
package io.mirstream.imaging.volume;
