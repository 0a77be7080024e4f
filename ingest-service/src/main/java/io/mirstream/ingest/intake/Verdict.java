package io.mirstream.ingest.intake;

/** What a step of the topology says of an event. */
sealed interface Verdict permits ValidEvent, Refusal {}
