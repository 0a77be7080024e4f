package io.mirstream.query.service;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.query.search.VectorSearch;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when there is a live index to search. */
@Readiness
@ApplicationScoped
class IndexCheck implements HealthCheck {
    private final VectorSearch index;

    IndexCheck(VectorSearch index) {
        this.index = index;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            return HealthCheckResponse.named("index")
                    .withData("model", index.model().fingerprint().value())
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
