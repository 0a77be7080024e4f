package io.mirstream.service.audit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mirstream.contracts.event.AuditEvent;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the audit together. */
@Singleton
public class Audit {
    @Produces
    @Singleton
    AuditTrail trail(AuditSink sink, AuditConfig config, MeterRegistry meters) {
        AuditTrail trail = new AuditTrail(
                sink, new AuditTrail.Options(config.room(), config.required(), config.patience()), System::nanoTime);
        FunctionCounter.builder("mirstream.audit.records", trail, AuditTrail::kept)
                .tag("outcome", "kept")
                .register(meters);
        FunctionCounter.builder("mirstream.audit.records", trail, AuditTrail::lost)
                .tag("outcome", "lost")
                .register(meters);
        meters.gauge("mirstream.audit.pending", trail, AuditTrail::pending);
        return trail;
    }

    @Produces
    @Singleton
    @DefaultBean
    AuditSink kafka(
            AuditConfig config,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        return config.enabled() ? new KafkaAudit(bootstrapServers, service) : new Nowhere();
    }

    private static final class Nowhere implements AuditSink {
        @Override
        public CompletionStage<Void> send(AuditEvent event) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }

    void stop(@Observes ShutdownEvent event, AuditTrail trail) {
        trail.close();
    }
}
