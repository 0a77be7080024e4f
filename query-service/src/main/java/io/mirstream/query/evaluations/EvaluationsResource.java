package io.mirstream.query.evaluations;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What replays of the benchmark found. */
@Path("/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
public class EvaluationsResource {
    private final Evaluations evaluations;
    private final ReportUrl reports;

    EvaluationsResource(Evaluations evaluations, ReportUrl reports) {
        this.evaluations = evaluations;
        this.reports = reports;
    }

    /**
     * What there is.
     *
     * @param evaluations newest first
     * @param reportUrl where each is served as a page, with {@code {id}}; absent where that is not configured
     */
    public record Listed(List<Summary> evaluations, Optional<String> reportUrl) {}

    @GET
    @Operation(summary = "The newest evaluations: replays of the benchmark, newest first")
    public Listed evaluations() {
        return new Listed(evaluations.summaries(), reports.template());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "All that one replay found", description = "Its schema is evaluation.v1.")
    public byte[] evaluation(@PathParam("id") String id) {
        return evaluations
                .json(id)
                .orElseThrow(() -> new CodedException(ErrorCode.EVALUATION_UNKNOWN, "no evaluation has this id here"));
    }
}
