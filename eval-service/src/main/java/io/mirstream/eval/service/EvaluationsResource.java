package io.mirstream.eval.service;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.eval.report.HtmlReport;
import io.mirstream.eval.report.Report;
import io.mirstream.eval.report.ReportFolder;
import io.mirstream.eval.report.ReportSummary;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The reports that are kept. */
@Path("/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class EvaluationsResource {
    private static final String HTML = "text/html;charset=UTF-8";

    private final ReportFolder reports;

    EvaluationsResource(ReportFolder reports) {
        this.reports = reports;
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
    public String page(@PathParam("id") String id) {
        return HtmlReport.of(report(id));
    }

    private Report report(String id) {
        return reports.read(id)
                .orElseThrow(() -> new CodedException(ErrorCode.EVALUATION_UNKNOWN, "no evaluation has this id here"));
    }
}
