package io.mirstream.ingest.index;

/** A line of the ledger as it was read. */
public record LedgerEntry(LedgerLine line, Stamp stamp) {}
