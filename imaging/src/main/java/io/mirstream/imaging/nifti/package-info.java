/**
 * NIfTI-1 and NIfTI-2 volumes as axial int16 slices in patient axes.
 *
 * <p>Promises: sizes are checked before anything is allocated; any bytes lead to a volume or a CodedException. Hides: byte
 * order, data types, storage order.
 */
package io.mirstream.imaging.nifti;
