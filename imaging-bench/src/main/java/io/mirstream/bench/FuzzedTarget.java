package io.mirstream.bench;

import java.util.Locale;

/** The targets of imaging's tests, by their names there. */
enum FuzzedTarget {
    DICOM,
    JPEG,
    JPEG_LS,
    JPEG_2000,
    RLE,
    NIFTI,
    ZIP;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether whole files are what it reads. */
    boolean takesDicomFiles() {
        return this == DICOM;
    }

    @Override
    public String toString() {
        return label();
    }
}
