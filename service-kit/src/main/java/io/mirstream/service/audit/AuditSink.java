package io.mirstream.service.audit;

import io.mirstream.contracts.event.AuditEvent;

/** Where audit records go. */
public interface AuditSink extends AutoCloseable {
    /**
     * Takes a record; may wait a few seconds when there is no room.
     *
     * @param kept is run once the record is kept
     * @throws RuntimeException when it is not taken
     */
    void send(AuditEvent event, Runnable kept);

    @Override
    void close();
}
