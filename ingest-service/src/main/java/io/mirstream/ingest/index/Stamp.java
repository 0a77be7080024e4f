package io.mirstream.ingest.index;

/** Which write of a ledger line was seen last (OpenSearch: sequence number and primary term). */
public record Stamp(long sequenceNumber, long primaryTerm) {}
