/**
 * Compressed frames to stored values: RLE, JPEG, JPEG lossless, JPEG-LS, JPEG 2000.
 *
 * <p>Promises: any bytes lead to samples or to a CodedException; memory is bounded by the frame's declared size and checked
 * before it is taken. Hides: the codecs. Knows nothing of DICOM but {@link io.mirstream.imaging.codec.FrameFormat}.
 */
package io.mirstream.imaging.codec;
