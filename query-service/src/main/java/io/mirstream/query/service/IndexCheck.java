package io.mirstream.query.service;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.query.search.IndexedModels;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when there is a live index to search. */
@Readiness
@ApplicationScoped
class IndexCheck implements HealthCheck {
    private final IndexedModels models;

    IndexCheck(IndexedModels models) {
        this.models = models;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            return HealthCheckResponse.named("index")
                    .withData("model", models.live().model().fingerprint().value())
                    .up()
                    .build();
        } catch (CodedException e) {
            return HealthCheckResponse.named("index")
                    .withData("errorCode", e.code().name())
                    .down()
                    .build();
        }
    }
}
