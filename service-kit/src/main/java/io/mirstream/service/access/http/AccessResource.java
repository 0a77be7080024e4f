package io.mirstream.service.access.http;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.service.access.Caller;
import io.mirstream.service.access.Role;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Says to callers who they are here. */
@Path("/v1/access")
@Produces(MediaType.APPLICATION_JSON)
public class AccessResource {
    private final Access access;
    private final CurrentVertxRequest requests;

    AccessResource(Access access, CurrentVertxRequest requests) {
        this.access = access;
        this.requests = requests;
    }

    /**
     * Who asks.
     *
     * @param on whether a key or a token is needed
     * @param name of the caller; absent when access is on and nothing was sent that says who asks
     * @param roles of the caller
     * @param allCollections whether all may be seen
     * @param collections those that may be seen, unless all
     */
    public record You(
            boolean on,
            Optional<String> name,
            List<String> roles,
            boolean allCollections,
            List<CollectionName> collections) {}

    @GET
    @Operation(summary = "Who the caller is here, and whether a key or a token is needed")
    public You you() {
        Optional<Caller> caller = Callers.of(requests.getCurrent());
        return new You(
                access.isOn(),
                caller.map(Caller::name),
                caller.stream()
                        .flatMap(known -> known.roles().stream())
                        .map(Role::wireName)
                        .sorted()
                        .toList(),
                caller.map(known -> known.reach().everything()).orElse(false),
                caller.map(known -> known.reach().sorted()).orElse(List.of()));
    }
}
