package io.mirstream.ingest.index;

/** Where a piece of work came from: what its dead letter is made of. */
public interface Origin {}
