package io.mirstream.ingest.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.ingest.opensearch.OpenSearchModels;
import io.mirstream.ingest.opensearch.OpenSearchModels.Indexed;
import io.mirstream.ingest.opensearch.OpenSearchModels.Promotion;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Changes the model that is searched by. For operators: whoever reaches it decides what is found. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class ModelsResource {
    private final OpenSearchModels models;

    ModelsResource(OpenSearchModels models) {
        this.models = models;
    }

    /** Those that have indices. */
    public record Models(List<Indexed> models) {}

    @GET
    @Operation(summary = "The models that have indices, which is live, and what each holds")
    public Models list() {
        return new Models(models.list());
    }

    @PUT
    @Path("{fingerprint}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a model's indices",
            description = "Happens by itself when its first vectors come. A model that was removed comes back only so.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ModelRef.class)))
    @APIResponse(responseCode = "204", description = "They are there")
    public void register(@PathParam("fingerprint") String fingerprint, byte[] body) {
        ModelRef model = Json.readFrom(body, ModelRef.class); // as an embed-service says it
        if (!model.fingerprint().equals(valid(fingerprint))) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "path and body name two models");
        }
        models.register(model);
    }

    @POST
    @Path("{fingerprint}/promote")
    @Operation(
            summary = "Make a model live",
            description =
                    "All searches that begin later go to its index. Refused with MODEL_INCOMPLETE while that does not"
                            + " hold all that the live one holds, unless forced.")
    @APIResponse(
            responseCode = "200",
            description = "It is live",
            content = @Content(schema = @Schema(implementation = Promotion.class)))
    public Promotion promote(
            @PathParam("fingerprint") String fingerprint, @QueryParam("force") @DefaultValue("false") boolean force) {
        return models.promote(valid(fingerprint), force);
    }

    @POST
    @Path("rollback")
    @Operation(summary = "Make the model live that was before")
    @APIResponse(
            responseCode = "200",
            description = "It is live",
            content = @Content(schema = @Schema(implementation = Promotion.class)))
    public Promotion rollback() {
        return models.rollback();
    }

    @DELETE
    @Path("{fingerprint}")
    @Operation(
            summary = "Delete a model's indices",
            description = "Not those of the live one. Stop its embed-services first, and delete their consumer group.")
    @APIResponse(responseCode = "204", description = "They are gone")
    public void remove(@PathParam("fingerprint") String fingerprint) {
        models.remove(valid(fingerprint));
    }

    private static ModelFingerprint valid(String fingerprint) {
        try {
            return new ModelFingerprint(fingerprint);
        } catch (CodedException e) {
            throw new CodedException(ErrorCode.QUERY_INVALID, e.getMessage(), e);
        }
    }
}
