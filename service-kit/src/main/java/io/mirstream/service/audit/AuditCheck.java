package io.mirstream.service.audit;

import io.mirstream.contracts.error.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Says when records are not kept; not ready then only where nothing may be answered without. */
@Readiness
@ApplicationScoped
class AuditCheck implements HealthCheck {
    private final AuditTrail trail;

    AuditCheck(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public HealthCheckResponse call() {
        boolean failing = trail.isFailing();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("audit")
                .withData("pending", trail.pending())
                .withData("lost", trail.lost())
                .status(!failing || !trail.isRequired());
        if (failing) {
            answer.withData("errorCode", ErrorCode.BROKER_UNAVAILABLE.name());
        }
        return answer.build();
    }
}
