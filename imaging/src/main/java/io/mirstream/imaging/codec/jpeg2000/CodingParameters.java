package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/**
 * What a main or a tile-part header says of the coding; a tile's own words go before those of the main header, and in
 * each a component's before the default (T.800 A.6).
 */
final class CodingParameters {
    private static final int WITH_PRECINCTS = 0x01;

    private final CodingParameters main; // null in the main header's own
    private Progression progression;
    private CodingStyle styleDefault;
    private CodingStyle styleOfComponent;
    private Quantization quantizationDefault;
    private Quantization quantizationOfComponent;
    private int regionShift = -1;

    CodingParameters(CodingParameters main) {
        this.main = main;
    }

    /** Takes a marker segment in; ignores one that does not matter to the samples. */
    void read(int marker, ByteReader segment) {
        switch (marker) {
            case Marker.CODING_DEFAULT -> {
                int style = segment.u8();
                progression = Progression.read(segment, style);
                styleDefault = CodingStyle.read(segment, (style & WITH_PRECINCTS) != 0);
            }
            case Marker.CODING_COMPONENT -> {
                requireFirstComponent(segment);
                styleOfComponent = CodingStyle.read(segment, (segment.u8() & WITH_PRECINCTS) != 0);
            }
            case Marker.QUANTIZATION_DEFAULT -> quantizationDefault = Quantization.read(segment);
            case Marker.QUANTIZATION_COMPONENT -> {
                requireFirstComponent(segment);
                quantizationOfComponent = Quantization.read(segment);
            }
            case Marker.REGION_OF_INTEREST -> {
                requireFirstComponent(segment);
                if (segment.u8() != 0) {
                    throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "a JPEG 2000 region of an unknown kind");
                }
                regionShift = segment.u8();
            }
            case Marker.CAPABILITIES ->
                throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "high-throughput JPEG 2000");
            case Marker.PROGRESSION_CHANGE, Marker.PACKED_HEADERS_MAIN, Marker.PACKED_HEADERS_TILE ->
                throw new CodedException(
                        ErrorCode.UNSUPPORTED_PIXELS, "JPEG 2000 with changes of progression or packed headers");
            default -> {}
        }
    }

    Progression progression() {
        Progression found = progression == null && main != null ? main.progression : progression;
        return required(found);
    }

    CodingStyle style() {
        CodingStyle own = styleOfComponent == null ? styleDefault : styleOfComponent;
        return own == null && main != null ? main.style() : required(own);
    }

    Quantization quantization() {
        Quantization own = quantizationOfComponent == null ? quantizationDefault : quantizationOfComponent;
        return own == null && main != null ? main.quantization() : required(own);
    }

    /** By how many bits a region of interest lies above the rest (T.800 annex H); 0 for none. */
    int regionShift() {
        return regionShift < 0 ? main == null ? 0 : main.regionShift() : regionShift;
    }

    private static void requireFirstComponent(ByteReader segment) {
        if (segment.u8() != 0) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG 2000 header names a component that is not there");
        }
    }

    private static <T> T required(T found) {
        if (found == null) {
            throw new CodedException(ErrorCode.MALFORMED, "the JPEG 2000 headers lack coding or quantization");
        }
        return found;
    }
}
