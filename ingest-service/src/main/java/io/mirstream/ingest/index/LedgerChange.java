package io.mirstream.ingest.index;

import java.util.Optional;

/**
 * A line to be written, if nobody wrote it since it was read.
 *
 * @param seen as of the last reading; empty when there was no line
 */
public record LedgerChange(Optional<Stamp> seen, LedgerLine line) {}
