package io.mirstream.ingest.service;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every part is; says of the others why they are not. */
@Readiness
@ApplicationScoped
class PartsCheck implements HealthCheck {
    private final IngestApplication application;

    PartsCheck(IngestApplication application) {
        this.application = application;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("parts").up();
        for (Part part : application.parts()) {
            String state = part.isReady() ? "ready" : "waiting";
            response.withData(part.name(), part.trouble().map(Enum::name).orElse(state));
            if (!part.isReady()) {
                response.down();
            }
        }
        return response.build();
    }
}
