package io.mirstream.service.access.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.event.AuditEvent;
import io.mirstream.service.access.Caller;
import io.mirstream.service.access.Permissions;
import io.mirstream.service.access.Permissions.Needs;
import io.mirstream.service.audit.AuditTrail;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells the audit of requests: those that are refused at the door, and those that are answered. */
@Singleton
class AuditedRequests {
    private static final String NOBODY = "nobody";
    static final String TOLD = "mirstream.audit.told";

    private final AuditTrail trail;
    private final CurrentVertxRequest requests;
    private final String service;
    private final Clock clock = Clock.systemUTC();

    AuditedRequests(
            AuditTrail trail,
            CurrentVertxRequest requests,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.trail = trail;
        this.requests = requests;
        this.service = service;
    }

    /** At the door: waits for nothing. */
    void refused(RoutingContext request, Needs needs, ErrorCode code) {
        needs.audited().ifPresent(operation -> trail.keep(event(request, operation, Optional.of(code))));
    }

    /**
     * Before an answer is sent.
     *
     * @throws CodedException {@code BROKER_UNAVAILABLE} when an answer must not be given without its audit
     */
    void answered(ContainerResponseContext response) {
        RoutingContext request = requests.getCurrent();
        if (request == null || request.get(TOLD) != null) {
            return;
        }
        Needs needs = Permissions.of(request.request().method().name(), request.normalizedPath());
        if (needs.audited().isEmpty()) {
            return;
        }
        request.put(TOLD, true);
        AuditEvent event = event(request, needs.audited().get(), code(response));
        if (response.getStatus() >= 400) {
            trail.keep(event);
        } else {
            trail.keepBeforeAnswer(event, BlockingOperationControl.isBlockingAllowed());
        }
    }

    private static Optional<ErrorCode> code(ContainerResponseContext response) {
        if (response.getStatus() < 400) {
            return Optional.empty();
        }
        return Optional.of(response.getEntity() instanceof Problem problem ? problem.code() : ErrorCode.INTERNAL);
    }

    private AuditEvent event(RoutingContext request, AuditEvent.Operation operation, Optional<ErrorCode> code) {
        Map<String, String> facts = new TreeMap<>(Callers.facts(request));
        facts.put("http", request.request().method().name());
        return AuditEvent.of(
                UUID.randomUUID().toString(),
                clock.instant(),
                Callers.of(request).map(Caller::name).orElse(NOBODY),
                service,
                operation,
                facts,
                code);
    }
}
