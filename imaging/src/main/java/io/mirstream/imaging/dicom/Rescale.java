package io.mirstream.imaging.dicom;

import java.util.Optional;

/**
 * How stored values become Hounsfield units (PS3.3 C.11.1, and C.7.6.16.2.9 for frames).
 *
 * @param type Rescale Type, if given
 */
public record Rescale(double slope, double intercept, Optional<String> type) {
    /** Integral intercepts below this can be added as integers. */
    private static final double MAX_INTEGRAL_INTERCEPT = 1 << 20;

    static Rescale of(DataSet dataSet) {
        return new Rescale(
                dataSet.decimal(Tag.RESCALE_SLOPE).orElse(1),
                dataSet.decimal(Tag.RESCALE_INTERCEPT).orElse(0),
                dataSet.text(Tag.RESCALE_TYPE));
    }

    /** Whether the values are Hounsfield units, as far as the header says. */
    public boolean isHounsfield() {
        return type.isEmpty() || type.get().equalsIgnoreCase("HU");
    }

    /** Whether whole stored values become whole Hounsfield units. */
    public boolean isIntegral() {
        return slope == Math.rint(slope) && intercept == Math.rint(intercept);
    }

    boolean isOffset() {
        return slope == 1 && intercept == Math.rint(intercept) && Math.abs(intercept) < MAX_INTEGRAL_INTERCEPT;
    }

    /** Rounded half to even, at most what an int16 holds. */
    short hounsfield(int stored) {
        return clamp((int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.rint(stored * slope + intercept))));
    }

    static short clamp(int value) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
    }
}
