package io.mirstream.eval.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers, as reports write them. */
final class Figure {
    /** Six digits: of 32 queries' mean three would say all. */
    private static final double PARTS = 1e6;

    private Figure() {}

    /** Empty for NaN and infinities, which JSON does not have. */
    static OptionalDouble of(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(rounded(value)) : OptionalDouble.empty();
    }

    static double rounded(double value) {
        return Math.round(value * PARTS) / PARTS;
    }

    /** With three digits; {@code –} for none. */
    static String text(OptionalDouble value) {
        return value.isPresent() ? text(value.getAsDouble()) : "–";
    }

    static String text(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** With as many digits as a rate or a duration is worth. */
    static String brief(double value) {
        return String.format(Locale.ROOT, value != 0 && value < 10 ? "%.2f" : "%,.0f", value);
    }

    static String brief(OptionalDouble value) {
        return value.isPresent() ? brief(value.getAsDouble()) : "–";
    }

    /** {@code [0.412, 0.644]}. */
    static String interval(OptionalDouble low, OptionalDouble high) {
        return low.isPresent() && high.isPresent() ? "[" + text(low) + ", " + text(high) + "]" : "–";
    }
}
