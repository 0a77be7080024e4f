package io.mirstream.eval.service;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.eval.report.HtmlReport;
import io.mirstream.eval.report.Report;
import io.mirstream.eval.report.ReportFolder;
import io.mirstream.eval.report.ReportSummary;
import io.mirstream.service.http.SecurityHeaders;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The reports that are kept. */
@Path("/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class EvaluationsResource {
    private static final String HTML = "text/html;charset=UTF-8";

    private final ReportFolder reports;
    private final Optional<URI> previews;

    EvaluationsResource(ReportFolder reports, EvalConfig config) {
        this.reports = reports;
        previews = config.previews();
    }

    /** Newest first. */
    public record Listed(List<ReportSummary> evaluations) {}

    @GET
    @Operation(summary = "The evaluations: replays of the benchmark, newest first")
    public Listed all() {
        return new Listed(reports.summaries());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "All that one replay found", description = "Its schema is evaluation.v1.")
    public byte[] one(@PathParam("id") String id) {
        return report(id).json();
    }

    @GET
    @Path("{id}/report.html")
    @Produces(HTML)
    @Operation(summary = "All that one replay found, as a page")
    public Response page(@PathParam("id") String id) {
        String queryService = previews.map(URI::toString).orElse("");
        Response.ResponseBuilder page = Response.ok(HtmlReport.of(report(id), Optional.of(queryService)));
        previews.ifPresent(from -> page.header("Content-Security-Policy", SecurityHeaders.ofReport(from)));
        return page.build();
    }

    private Report report(String id) {
        return reports.read(id)
                .orElseThrow(() -> new CodedException(ErrorCode.EVALUATION_UNKNOWN, "no evaluation has this id here"));
    }
}
