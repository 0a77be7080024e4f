package io.mirstream.query.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.query.opensearch.OpenSearchStatuses;
import io.mirstream.query.search.IndexedModels;
import io.mirstream.service.access.Reach;
import io.mirstream.service.access.http.Callers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What becomes of studies, while it happens. */
@Path("/v1/ingestion/events")
public class IngestionResource {
    private final OpenSearchStatuses statuses;
    private final IndexedModels models;
    private final Callers callers;
    private final ListeningConfig config;
    private final AtomicInteger listening = new AtomicInteger();

    IngestionResource(OpenSearchStatuses statuses, IndexedModels models, Callers callers, ListeningConfig config) {
        this.statuses = statuses;
        this.models = models;
        this.callers = callers;
        this.config = config;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "What becomes of studies, as server-sent events",
            description = "The first event, statuses, has the studies of which something was heard last; each later one"
                    + " those that changed since; and how many studies are where. An event trouble is a problem+json: it is tried again. The stream ends"
                    + " after a while; whoever wants more asks again.")
    public Multi<OutboundSseEvent> events(@Context Sse sse) {
        Reach reach = callers.current().reach();
        if (listening.incrementAndGet() > config.listeners()) {
            listening.decrementAndGet();
            throw new CodedException(ErrorCode.SERVICE_BUSY, "as many as allowed are listening");
        }
        StatusChanges changes = new StatusChanges(
                () -> statuses.recent(reach.narrow(List.of()), models.liveFingerprint(), StatusChanges.STUDIES),
                () -> statuses.totals(reach.narrow(List.of()), models.liveFingerprint()));
        return Multi.createFrom()
                .ticks()
                .every(config.pause())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> Uni.createFrom()
                        .item(() -> next(changes, sse))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .select()
                .first(config.length())
                .onTermination()
                .invoke(listening::decrementAndGet);
    }

    private static OutboundSseEvent next(StatusChanges changes, Sse sse) {
        try {
            return changes.next()
                    .map(changed -> event(sse, "statuses", changed))
                    .orElseGet(() -> sse.newEventBuilder().comment("still here").build());
        } catch (CodedException e) {
            return event(sse, "trouble", Problem.of(e.code(), e.getMessage()));
        }
    }

    private static OutboundSseEvent event(Sse sse, String name, Object data) {
        return sse.newEventBuilder()
                .name(name)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(data)
                .build();
    }
}
