package io.mirstream.contracts.event;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/** Refuses bad fields with {@code EVENT_INVALID}. */
final class Check {
    private Check() {}

    static <T> T required(T value, String field) {
        if (value == null) {
            throw new CodedException(ErrorCode.EVENT_INVALID, field + " is required");
        }
        return value;
    }

    /** An empty text counts as none: JSON leaves it out. */
    static void text(String value, String field) {
        that(!required(value, field).isEmpty(), field, "must not be empty");
    }

    /** Counts code points, as JSON Schema does. */
    static boolean isLonger(String text, int maxCharacters) {
        return text.codePointCount(0, text.length()) > maxCharacters;
    }

    /** Lower-case digits, so that equal bytes are equal texts. */
    static void hexadecimal(String value, int digits, String field) {
        boolean holds = value.length() == digits
                && value.chars().allMatch(digit -> (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'));
        that(holds, field, "must be " + digits + " hexadecimal digits");
    }

    static void that(boolean holds, String field, String rule) {
        if (!holds) {
            throw new CodedException(ErrorCode.EVENT_INVALID, field + " " + rule);
        }
    }
}
