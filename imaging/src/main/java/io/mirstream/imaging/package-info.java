/**
 * CT studies as slices in Hounsfield units, from DICOM and NIfTI files.
 *
 * <p>Promises: headers are listed without reading pixels; slices come in order along the normal, as int16 HU, and no volume
 * is held whole in float; every refusal is a {@link io.mirstream.contracts.error.CodedException} with a code of kind
 * INPUT (or {@code LOCATION_UNREADABLE}). Hides: file formats and transfer syntaxes. Knows no framework.
 */
package io.mirstream.imaging;
