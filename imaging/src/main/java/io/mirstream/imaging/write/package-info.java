/**
 * CT volumes as files: DICOM series, NIfTI, and pictures to look at.
 *
 * <p>Promises: the same volume gives the same bytes, everywhere. Meant for phantoms and tests: real archives write their own.
 */
package io.mirstream.imaging.write;
