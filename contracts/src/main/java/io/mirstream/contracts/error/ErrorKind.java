package io.mirstream.contracts.error;

/** Decides alone what happens to a record whose processing failed. */
public enum ErrorKind {
    /** The sender's input is at fault: one dead letter, then go on. */
    INPUT,
    /** May pass by itself: bounded retries with backoff, then one dead letter. */
    TRANSIENT,
    /** Something that Mirstream depends on is at fault: stop consuming, report unhealthy, lose nothing. */
    EXTERNAL,
    /** Our own fault: one dead letter, and an alert. */
    BUG
}
