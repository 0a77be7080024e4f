package io.mirstream.imaging.dicom;

/** How a data set and its pixels are encoded (PS3.5 section 10 and annex A). */
enum TransferSyntax {
    IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2", false, false, false, Pixels.NATIVE),
    EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1", true, false, false, Pixels.NATIVE),
    DEFLATED_EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1.99", true, false, true, Pixels.NATIVE),
    EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2", true, true, false, Pixels.NATIVE),
    RLE_LOSSLESS("1.2.840.10008.1.2.5", true, false, false, Pixels.RLE),
    /** Every other one: explicit little endian with pixels that are not decoded here. */
    OTHER("", true, false, false, Pixels.UNSUPPORTED);

    enum Pixels {
        NATIVE,
        RLE,
        UNSUPPORTED
    }

    private final String uid;
    final boolean explicit;
    final boolean bigEndian;
    final boolean deflated;
    final Pixels pixels;

    TransferSyntax(String uid, boolean explicit, boolean bigEndian, boolean deflated, Pixels pixels) {
        this.uid = uid;
        this.explicit = explicit;
        this.bigEndian = bigEndian;
        this.deflated = deflated;
        this.pixels = pixels;
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
