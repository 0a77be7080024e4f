/**
 * DICOM files opened with dcm4che.
 *
 * <p>Promises: what {@link io.mirstream.imaging.dicom.ImageFileReader} promises, for whatever dcm4che does with hostile bytes:
 * a CodedException, and nothing allocated by a declared length that the file cannot hold. Hides: dcm4che.
 */
package io.mirstream.imaging.dcm4che;
