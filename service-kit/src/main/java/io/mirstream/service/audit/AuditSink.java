package io.mirstream.service.audit;

import io.mirstream.contracts.event.AuditEvent;
import java.util.concurrent.CompletionStage;

/** Where audit records go. */
public interface AuditSink extends AutoCloseable {
    /**
     * Takes a record; may wait a few seconds when there is no room.
     *
     * @return done once the record is kept; failed when it never will be
     * @throws RuntimeException when it is not taken now, and may be later
     */
    CompletionStage<Void> send(AuditEvent event);

    @Override
    void close();
}
