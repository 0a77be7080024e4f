package io.mirstream.service.access.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.service.access.Caller;
import io.mirstream.service.access.Permissions;
import io.mirstream.service.access.Permissions.Door;
import io.mirstream.service.access.Permissions.Needs;
import io.mirstream.service.access.RateLimits;
import io.mirstream.service.http.Refusal;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Lets in who may ask, before anything of the request's body is read. */
@Singleton
class Gate {
    private static final Logger LOG = Logger.getLogger(Gate.class);

    /** Before bodies are looked at. */
    private static final int ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 10;

    private static final String BEARER = "Bearer ";
    private static final String CHALLENGE = "Bearer realm=\"mirstream\"";
    private static final String WRONG = CHALLENGE + ", error=\"invalid_token\"";

    /** Audit records of requests that anybody can send at will: more would only fill the topic. */
    private static final double TOLD_REFUSALS_PER_SECOND = 10;

    private static final int TOLD_REFUSALS_AT_ONCE = 100;

    private final Access access;
    private final RateLimits limits;
    private final RateLimits toldRefusals =
            new RateLimits(TOLD_REFUSALS_PER_SECOND, TOLD_REFUSALS_AT_ONCE, System::nanoTime);
    private final HttpAuthenticator authenticator;
    private final AuditedRequests audit;

    Gate(Access access, RateLimits limits, HttpAuthenticator authenticator, AuditedRequests audit) {
        this.access = access;
        this.authenticator = authenticator;
        this.audit = audit;
        this.limits = limits;
    }

    void install(@Observes Router router) {
        router.route().order(ORDER).handler(this::ask);
    }

    private void ask(RoutingContext request) {
        Needs needs = Permissions.of(request.request().method().name(), request.normalizedPath());
        if (!access.isOn()) {
            Callers.letIn(request, Caller.ANYBODY);
            request.next();
            return;
        }
        Optional<String> credential = credential(request);
        if (needs.door() == Door.OPEN || (credential.isEmpty() && needs.door() == Door.KNOWN_OR_NOT)) {
            request.next();
        } else if (credential.isEmpty()) {
            refuse(request, needs, ErrorCode.UNAUTHENTICATED, "a key or a token is needed");
        } else {
            identify(request, needs, credential.get());
        }
    }

    private static Optional<String> credential(RoutingContext request) {
        String key = request.request().getHeader("X-Api-Key");
        if (key != null) {
            return Optional.of(key.strip());
        }
        String authorization = request.request().getHeader("Authorization");
        if (authorization == null) {
            return Optional.empty();
        }
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(authorization.substring(BEARER.length()).strip())
                : Optional.of(""); // of another scheme: nobody's
    }

    private void identify(RoutingContext request, Needs needs, String credential) {
        Optional<Caller> byKey = access.byKey(credential);
        if (byKey.isPresent()) {
            admit(request, needs, byKey.get());
        } else if (access.takesTokens() && request.request().getHeader("X-Api-Key") == null) {
            Uni<SecurityIdentity> identity = authenticator.attemptAuthentication(request);
            identity.subscribe()
                    .with(found -> byToken(request, needs, found), failure -> failed(request, needs, failure));
        } else {
            refuse(request, needs, ErrorCode.UNAUTHENTICATED, "the key is not known here");
        }
    }

    private void byToken(RoutingContext request, Needs needs, SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous()) {
            refuse(request, needs, ErrorCode.UNAUTHENTICATED, "neither a key nor a token that is known here");
            return;
        }
        Caller caller;
        try {
            caller = access.byToken(identity.getPrincipal().getName(), identity.getRoles());
        } catch (CodedException e) {
            refuse(request, needs, e.code(), e.getMessage());
            return;
        }
        admit(request, needs, caller);
    }

    private void failed(RoutingContext request, Needs needs, Throwable failure) {
        if (failure instanceof AuthenticationFailedException) {
            refuse(request, needs, ErrorCode.UNAUTHENTICATED, "the token is not valid here");
        } else {
            LOG.errorf(failure, "no identity errorCode=%s", ErrorCode.IDENTITY_UNAVAILABLE);
            refuse(request, needs, ErrorCode.IDENTITY_UNAVAILABLE, "the identity provider does not answer");
        }
    }

    private void admit(RoutingContext request, Needs needs, Caller caller) {
        Callers.letIn(request, caller);
        if (needs.door() == Door.ROLE && !caller.hasAnyOf(needs.anyOf())) {
            refuse(request, needs, ErrorCode.FORBIDDEN, "this needs another role than the caller has");
            return;
        }
        Duration pause = limits.take(caller.name());
        if (pause.isZero()) {
            request.next();
        } else {
            request.response().putHeader("Retry-After", Long.toString(pause.toSeconds() + 1));
            refuse(request, needs, ErrorCode.RATE_LIMITED, "more requests than this caller may send");
        }
    }

    private void refuse(RoutingContext request, Needs needs, ErrorCode code, String detail) {
        if (code == ErrorCode.UNAUTHENTICATED) {
            boolean given = credential(request).isPresent();
            request.response().putHeader("WWW-Authenticate", given ? WRONG : CHALLENGE);
        }
        boolean atWill = code == ErrorCode.UNAUTHENTICATED || code == ErrorCode.RATE_LIMITED;
        if (!atWill || toldRefusals.take(code.name()).isZero()) {
            audit.refused(request, needs, code);
        }
        Refusal.send(request, Problem.of(code, detail));
    }
}
