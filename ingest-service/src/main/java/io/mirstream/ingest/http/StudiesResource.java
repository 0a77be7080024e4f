package io.mirstream.ingest.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.json.Json;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.ingest.admission.EventIdentity;
import io.mirstream.ingest.admission.StudyEventRules;
import io.mirstream.service.access.Reach;
import io.mirstream.service.access.http.Callers;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Takes study events, and puts them on the topic. */
@Path("/v1/studies")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class StudiesResource {
    static final URI SOURCE = URI.create("urn:mirstream:http-bridge");

    private final StudyEventRules rules;
    private final EventSender sender;
    private final Callers callers;
    private final String queryUrl;

    StudiesResource(
            StudyEventRules rules,
            EventSender sender,
            Callers callers,
            @ConfigProperty(name = "mirstream.query.url") String queryUrl) {
        this.callers = callers;
        this.rules = rules;
        this.sender = sender;
        this.queryUrl = queryUrl;
    }

    /** Puts records on the broker. */
    public interface EventSender {
        /**
         * Returns once the record is kept.
         *
         * @throws io.mirstream.contracts.error.CodedException {@code BROKER_UNAVAILABLE}
         */
        void send(org.apache.kafka.clients.producer.ProducerRecord<byte[], byte[]> record);
    }

    /**
     * That the event is on the topic.
     *
     * @param eventId of the event; sending it again with this id changes nothing
     * @param status where to ask what became of the study
     */
    public record Accepted(StudyUid studyInstanceUid, String eventId, String status) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Publish a study event",
            description = "The CloudEvents headers are optional: ce-id (send the same to repeat an event; made up when"
                    + " absent), ce-source, and ce-type, io.mirstream.study.arrived.v1 when absent.")
    @RequestBody(content = @Content(schema = @Schema(implementation = StudyEvent.class)))
    @APIResponse(
            responseCode = "202",
            description = "On the topic",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Response publish(
            byte[] body,
            @HeaderParam("ce-id") Optional<String> id,
            @HeaderParam("ce-source") Optional<String> source,
            @HeaderParam("ce-type") Optional<String> type) {
        StudyEventType event = type.map(StudyEventType::of).orElse(StudyEventType.ARRIVED);
        StudyEvent study = rules.read(event, body);
        rules.authorise(event, study);
        requireWithin(event, study);
        return send(event, study, id, source);
    }

    @DELETE
    @Path("{studyInstanceUid}")
    @Operation(summary = "Retract a study: its vectors are deleted")
    @APIResponse(
            responseCode = "202",
            description = "On the topic",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Response retract(
            @PathParam("studyInstanceUid") String study,
            @HeaderParam("ce-id") Optional<String> id,
            @HeaderParam("ce-source") Optional<String> source) {
        StudyEvent event = StudyEvent.of(new StudyUid(study));
        requireWithin(StudyEventType.RETRACTED, event);
        return send(StudyEventType.RETRACTED, event, id, source);
    }

    /** A retraction does not say in which collection the study is. */
    private void requireWithin(StudyEventType type, StudyEvent study) {
        Reach reach = callers.current().reach();
        boolean within = type == StudyEventType.RETRACTED ? reach.everything() : reach.covers(study.collection());
        if (!within) {
            throw new CodedException(
                    ErrorCode.FORBIDDEN, "this caller may not change that collection, or not retract at all");
        }
    }

    private Response send(StudyEventType type, StudyEvent study, Optional<String> id, Optional<String> source) {
        EventIdentity identity = new EventIdentity(
                source.map(StudiesResource::uri).orElse(SOURCE),
                id.orElseGet(() -> UUID.randomUUID().toString()));
        sender.send(Envelope.study(type, study, identity.id(), identity.source()));
        String status = queryUrl + "/v1/studies/" + study.studyInstanceUid();
        return Response.accepted(Json.write(new Accepted(study.studyInstanceUid(), identity.id(), status)))
                .type(MediaType.APPLICATION_JSON)
                .location(URI.create(status))
                .build();
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new CodedException(ErrorCode.EVENT_INVALID, "ce-source must be a URI", e);
        }
    }
}
