package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.codec.FrameDecoder;
import io.mirstream.imaging.codec.JpegDecoder;
import io.mirstream.imaging.codec.JpegLsDecoder;
import io.mirstream.imaging.codec.RunLengthDecoder;
import io.mirstream.imaging.codec.jpeg2000.Jpeg2000Decoder;

/** How a data set and its pixels are encoded (PS3.5 section 10 and annex A). */
public enum TransferSyntax {
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
    public enum Pixels {
        NATIVE,
        RLE,
        JPEG,
        JPEG_LS,
        JPEG_2000,
        UNSUPPORTED;

        public boolean isEncapsulated() {
            return this != NATIVE;
        }

        /** @throws CodedException {@code UNSUPPORTED_TRANSFER_SYNTAX} where there is none */
        public FrameDecoder newDecoder() {
            return switch (this) {
                case RLE -> new RunLengthDecoder();
                case JPEG -> new JpegDecoder();
                case JPEG_LS -> new JpegLsDecoder();
                case JPEG_2000 -> new Jpeg2000Decoder();
                case NATIVE, UNSUPPORTED ->
                    throw new CodedException(
                            ErrorCode.UNSUPPORTED_TRANSFER_SYNTAX, "the pixels' transfer syntax is not decoded here");
            };
        }
    }

    private final String uid;
    final Pixels pixels;

    TransferSyntax(String uid, Pixels pixels) {
        this.uid = uid;
        this.pixels = pixels;
    }

    public Pixels pixels() {
        return pixels;
    }

    boolean isExplicit() {
        return this != IMPLICIT_LITTLE_ENDIAN;
    }

    public boolean isBigEndian() {
        return this == EXPLICIT_BIG_ENDIAN;
    }

    public boolean isDeflated() {
        return this == DEFLATED_EXPLICIT_LITTLE_ENDIAN;
    }

    public static TransferSyntax of(String uid) {
        for (TransferSyntax syntax : values()) {
            if (syntax.uid.equals(uid)) {
                return syntax;
            }
        }
        return OTHER;
    }
}
