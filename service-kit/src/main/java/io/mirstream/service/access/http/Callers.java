package io.mirstream.service.access.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.service.access.Caller;
import io.mirstream.service.access.RateLimits;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who asks, for the resources that answer; and what they tell the audit of it. */
@Singleton
public class Callers {
    private static final String CALLER = "mirstream.caller";
    private static final String FACTS = "mirstream.audit.facts";

    private final CurrentVertxRequest requests;
    private final RateLimits limits;

    Callers(CurrentVertxRequest requests, RateLimits limits) {
        this.requests = requests;
        this.limits = limits;
    }

    /** @throws CodedException {@code UNAUTHENTICATED} where nobody was let in */
    public Caller current() {
        return of(requests.getCurrent())
                .orElseThrow(() -> new CodedException(ErrorCode.UNAUTHENTICATED, "a key or a token is needed"));
    }

    /**
     * Counts the request as this many more.
     *
     * @throws CodedException {@code RATE_LIMITED} when these are more than the caller may send now
     */
    public void count(int more) {
        Caller caller = current();
        if (caller.equals(Caller.ANYBODY) || more == 0) {
            return; // while access is off
        }
        Duration pause = limits.take(caller.name(), more);
        if (!pause.isZero()) {
            requests.getCurrent().response().putHeader("Retry-After", Long.toString(pause.toSeconds() + 1));
            throw new CodedException(ErrorCode.RATE_LIMITED, "more requests than this caller may send");
        }
    }

    /**
     * A fact of what is asked for, for the audit.
     *
     * @param value no patient data, no UIDs, no text of the caller's
     */
    public void note(String name, String value) {
        facts(requests.getCurrent()).put(name, value);
    }

    /** Keeps what is answered out of the audit: it belongs to a reading that was told. */
    public void toldBefore() {
        requests.getCurrent().put(AuditedRequests.TOLD, true);
    }

    static Optional<Caller> of(RoutingContext request) {
        return Optional.ofNullable(request.get(CALLER));
    }

    static void letIn(RoutingContext request, Caller caller) {
        request.put(CALLER, caller);
    }

    static Map<String, String> facts(RoutingContext request) {
        Map<String, String> facts = request.get(FACTS);
        if (facts == null) {
            facts = new ConcurrentHashMap<>();
            request.put(FACTS, facts);
        }
        return facts;
    }
}
