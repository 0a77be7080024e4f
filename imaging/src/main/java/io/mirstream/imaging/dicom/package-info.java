/**
 * DICOM Part 10 files: headers without pixels, and the pixels of CT images as Hounsfield units.
 *
 * <p>Promises: any bytes lead to a header, pixels, or a CodedException; nothing is allocated by a declared length that the
 * file cannot hold. Hides: encodings.
 */
package io.mirstream.imaging.dicom;
