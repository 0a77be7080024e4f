/**
 * JPEG 2000 (ITU-T T.800), reversible and irreversible, one component.
 *
 * <p>Read top down: {@link io.mirstream.imaging.codec.jpeg2000.Jpeg2000Decoder} takes a codestream apart into tiles, a
 * tile's packets into the segments of its code-blocks, a code-block's segments into wavelet coefficients, and the
 * coefficients into samples.
 *
 * <p>Promises: any bytes lead to samples or to a CodedException; a tile that lacks a packet is refused, never shown blurred.
 * Hides: everything but the decoder.
 */
package io.mirstream.imaging.codec.jpeg2000;
