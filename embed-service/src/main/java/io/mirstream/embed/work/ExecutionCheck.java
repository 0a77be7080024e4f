package io.mirstream.embed.work;

import io.mirstream.embed.onnx.Execution;
import io.mirstream.embed.onnx.Model;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Says on what the model runs. Never down: a model that cannot be run stops the start. */
@Readiness
@ApplicationScoped
class ExecutionCheck implements HealthCheck {
    private final Model model;

    ExecutionCheck(Model model) {
        this.model = model;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("embed-model").up();
        describe(response, "image", model.execution());
        model.textExecution().ifPresent(text -> describe(response, "text", text));
        return response.build();
    }

    private static void describe(HealthCheckResponseBuilder response, String tower, Execution execution) {
        response.withData(tower + "Provider", execution.provider());
        if (!execution.devices().isEmpty()) {
            response.withData(tower + "Devices", execution.devices().toString());
        }
        if (!execution.unavailable().isEmpty()) {
            response.withData(
                    tower + "Unavailable",
                    execution.unavailable().stream()
                            .map(Execution.Unavailable::provider)
                            .collect(Collectors.joining(",")));
        }
    }
}
