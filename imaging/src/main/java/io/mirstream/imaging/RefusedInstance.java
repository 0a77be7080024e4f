package io.mirstream.imaging;

import io.mirstream.contracts.error.ErrorCode;

/**
 * A file that was left out, and why.
 *
 * @param name relative to the location
 */
public record RefusedInstance(String name, ErrorCode code, String reason) {}
