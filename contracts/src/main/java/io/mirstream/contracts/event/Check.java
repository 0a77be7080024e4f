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

    static void that(boolean holds, String field, String rule) {
        if (!holds) {
            throw new CodedException(ErrorCode.EVENT_INVALID, field + " " + rule);
        }
    }
}
