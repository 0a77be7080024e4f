/**
 * Segmentation masks, and how many lesions of what size they hold: the labels of the 3D-MIR benchmark (Ben Abacha et al.,
 * 2026), recomputed.
 *
 * <p>Promises: memory and time grow with the mask, not with its content's shape; sizes are exact up to the rounding of
 * double. Hides: run lengths, union-find, hulls.
 */
package io.mirstream.imaging.lesion;
