package io.mirstream.query.http;

import io.mirstream.contracts.event.AuditEvent;
import io.mirstream.service.audit.AuditSink;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears what the audit is told, in the broker's place. */
@Singleton
public class HeardAudit implements AuditSink {
    final List<AuditEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<Void> send(AuditEvent event) {
        events.add(event);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
