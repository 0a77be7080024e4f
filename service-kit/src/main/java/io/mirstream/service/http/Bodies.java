package io.mirstream.service.http;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.Problem;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Bodies that are too large, or too slow. The framework's own refusal of large bodies says nothing: what is announced is
 * refused before it, and what comes without being announced is counted in its place.
 */
@Singleton
class Bodies {
    private static final String REFUSED = "mirstream.body.refused";
    private static final String LIMIT = "mirstream.body.limit";

    private final long limit;
    private final Duration patience;

    Bodies(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit, HttpConfig config) {
        this.limit = limit.asLongValue();
        patience = config.bodyTimeout();
    }

    void install(@Observes Router router) {
        router.route()
                .order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1)
                .handler(this::beforeTheFramework)
                .failureHandler(Bodies::afterRefusal);
        router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1).handler(this::afterTheFramework);
    }

    private void beforeTheFramework(RoutingContext request) {
        if (announced(request) > limit) {
            Refusal.send(request, Problem.of(ErrorCode.LIMIT_EXCEEDED, tooLarge(limit)));
            return;
        }
        if (Refusal.hasBody(request.request()) && !request.request().isEnded()) {
            long timer = request.vertx().setTimer(patience.toMillis(), expired -> refuseSlow(request));
            request.request().end().onComplete(read -> request.vertx().cancelTimer(timer));
            request.addEndHandler(answered -> request.vertx().cancelTimer(timer));
        }
        request.next();
    }

    private static void refuseSlow(RoutingContext request) {
        request.put(REFUSED, true);
        Refusal.send(request, Problem.of(ErrorCode.REQUEST_TIMEOUT, "the body did not come in time"));
    }

    /** What fails for want of a body that was refused is no error: it is answered. */
    private static void afterRefusal(RoutingContext request) {
        if (request.get(REFUSED) == null) {
            request.next();
        }
    }

    private void afterTheFramework(RoutingContext request) {
        request.remove(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
        request.put(LIMIT, limit);
        request.next();
    }

    private static long announced(RoutingContext request) {
        String length = request.request().getHeader("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }

    static long limit(RoutingContext request) {
        Long limit = request.get(LIMIT);
        return limit == null ? 0 : limit;
    }

    static String tooLarge(long limit) {
        return "the body has more than " + limit + " bytes";
    }
}
