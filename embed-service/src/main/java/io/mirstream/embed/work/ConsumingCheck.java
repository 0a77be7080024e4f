package io.mirstream.embed.work;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while studies are consumed, or when they are not meant to be. */
@Readiness
@ApplicationScoped
class ConsumingCheck implements HealthCheck {
    private final EmbedApplication application;

    ConsumingCheck(EmbedApplication application) {
        this.application = application;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("embed-requests");
        application
                .loop()
                .ifPresentOrElse(
                        loop -> {
                            loop.trouble().ifPresent(code -> response.withData("errorCode", code.name()));
                            response.withData("studiesInFlight", loop.inFlight());
                            response.status(loop.isAlive() && loop.trouble().isEmpty());
                        },
                        response::up);
        return response.build();
    }
}
