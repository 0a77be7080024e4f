package io.mirstream.service.http;

import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Refuses a request before any resource sees it. */
public final class Refusal {
    /** For which what is still being sent is read and thrown away: else the refusal would be lost with the connection. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private Refusal() {}

    /** Answers; when the request has a body that did not come to its end, the connection is closed after a while. */
    public static void send(RoutingContext context, Problem problem) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        boolean unread = hasBody(request) && !request.isEnded() && request.version() != HttpVersion.HTTP_2;
        if (unread) {
            response.putHeader("Connection", "close");
            request.handler(ignored -> {});
            request.resume();
        }
        response.setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(Buffer.buffer(Json.write(problem)));
        if (unread) {
            context.vertx()
                    .setTimer(LINGER.toMillis(), timer -> request.connection().close());
        }
    }

    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
    }
}
