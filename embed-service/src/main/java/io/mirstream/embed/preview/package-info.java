/**
 * Small images of a series, made of the slices that the encoder is shown, while it is shown them.
 *
 * <p>Promises: no slice is read or held for their sake; what is held is bounded whatever the series; the same slices give the
 * same images. Hides: which slices are shown, how they are reduced, and the file format.
 */
package io.mirstream.embed.preview;
