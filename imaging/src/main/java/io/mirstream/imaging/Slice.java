package io.mirstream.imaging;

/**
 * One axial slice in patient axes (LPS): columns run to the patient's left, rows to the back.
 *
 * @param index 0 for the slice nearest to the feet
 * @param positionMm along the slice axis, in patient coordinates (PS3.3 C.7.6.2)
 * @param hounsfield int16 HU, row-major [rows][columns]; not copied: neither side changes it after it was handed over
 */
public record Slice(int index, double positionMm, int rows, int columns, short[] hounsfield) {}
