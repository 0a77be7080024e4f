package io.mirstream.imaging.dicom;

/** How a data set and its pixels are encoded (PS3.5 section 10 and annex A). */
enum TransferSyntax {
    IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2", Pixels.NATIVE),
    EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1", Pixels.NATIVE),
    DEFLATED_EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1.99", Pixels.NATIVE),
    EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2", Pixels.NATIVE),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", Pixels.JPEG),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", Pixels.JPEG),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", Pixels.JPEG),
    JPEG_LOSSLESS_FIRST_ORDER("1.2.840.10008.1.2.4.70", Pixels.JPEG),
    JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", Pixels.JPEG_LS),
    JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81", Pixels.JPEG_LS),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", Pixels.JPEG_2000),
    JPEG_2000("1.2.840.10008.1.2.4.91", Pixels.JPEG_2000),
    RLE_LOSSLESS("1.2.840.10008.1.2.5", Pixels.RLE),
    /** Every other one: explicit little endian with pixels that are not decoded here. */
    OTHER("", Pixels.UNSUPPORTED);

    /** Who decodes the pixels. */
    enum Pixels {
        NATIVE,
        RLE,
        JPEG,
        JPEG_LS,
        JPEG_2000,
        UNSUPPORTED;

        boolean isEncapsulated() {
            return this != NATIVE;
        }
    }

    private final String uid;
    final Pixels pixels;

    TransferSyntax(String uid, Pixels pixels) {
        this.uid = uid;
        this.pixels = pixels;
    }

    boolean isExplicit() {
        return this != IMPLICIT_LITTLE_ENDIAN;
    }

    boolean isBigEndian() {
        return this == EXPLICIT_BIG_ENDIAN;
    }

    boolean isDeflated() {
        return this == DEFLATED_EXPLICIT_LITTLE_ENDIAN;
    }

    static TransferSyntax of(String uid) {
        for (TransferSyntax syntax : values()) {
            if (syntax.uid.equals(uid)) {
                return syntax;
            }
        }
        return OTHER;
    }
}
