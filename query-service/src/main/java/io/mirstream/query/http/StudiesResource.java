package io.mirstream.query.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.query.opensearch.OpenSearchStatuses;
import io.mirstream.query.search.IndexedModels;
import io.mirstream.query.search.IndexedModels.Indexed;
import io.mirstream.service.access.Reach;
import io.mirstream.service.access.http.Callers;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What there is. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class StudiesResource {
    private static final int DEFAULT_RECENT = 50;
    private static final int MAX_RECENT = 500;

    private final OpenSearchStatuses statuses;
    private final IndexedModels models;
    private final Callers callers;

    StudiesResource(OpenSearchStatuses statuses, IndexedModels models, Callers callers) {
        this.statuses = statuses;
        this.models = models;
        this.callers = callers;
    }

    /** Newest first. */
    public record Recent(List<StudyStatus> studies) {}

    @GET
    @Path("studies")
    @Operation(summary = "The studies of which something was heard last, newest first")
    public Recent recent(@QueryParam("limit") Optional<Integer> limit) {
        int wanted = limit.orElse(DEFAULT_RECENT);
        if (wanted < 1 || wanted > MAX_RECENT) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "limit must be 1 to " + MAX_RECENT);
        }
        Reach reach = callers.current().reach();
        return new Recent(statuses.recent(reach.narrow(List.of()), models.liveFingerprint(), wanted));
    }

    @GET
    @Path("studies/{studyInstanceUid}")
    @Operation(summary = "Where a study is, what became of each of its series, and why it failed")
    public StudyStatus study(@PathParam("studyInstanceUid") String uid) {
        StudyUid study = valid(uid);
        callers.note(
                "studyHash", String.format(Locale.ROOT, "%08x", study.value().hashCode())); // as in the logs
        Reach reach = callers.current().reach();
        return statuses.of(study, models.liveFingerprint())
                .filter(status -> reach.covers(status.collection()))
                .orElseThrow(() -> new CodedException(ErrorCode.STUDY_UNKNOWN, "no event of this study was seen"));
    }

    /** The models that can be searched by. */
    public record Models(List<Indexed> models) {}

    @GET
    @Path("models")
    @Operation(
            summary = "The models that can be searched by, and which is live",
            description = "A search names another than the live one by the id or fingerprint that it has here.")
    public Models models() {
        return new Models(models.all());
    }

    @GET
    @Path("collections")
    @Operation(
            summary = "The collections, how many studies and series each has, and how new they are",
            description = "Those of the live index that the caller may see; and how far each model has them.")
    public CollectionList collections() {
        return CollectionList.of(models, callers.current().reach());
    }

    static StudyUid valid(String uid) {
        try {
            return new StudyUid(uid);
        } catch (CodedException e) {
            throw new CodedException(ErrorCode.QUERY_INVALID, e.getMessage(), e);
        }
    }
}
