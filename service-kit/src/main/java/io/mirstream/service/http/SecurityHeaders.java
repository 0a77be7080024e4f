package io.mirstream.service.http;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.regex.Pattern;

/** What browsers must not do with the answers. */
public class SecurityHeaders {
    /** Before everything that may answer. */
    private static final int ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 20;

    private static final String PAGE =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** Swagger UI starts itself from its page. */
    private static final String SWAGGER = PAGE.replace(
            "script-src 'self'; style-src 'self'",
            "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'");

    /** A report of a benchmark is one page with its style in it, and no script. */
    private static final String REPORT =
            PAGE.replace("script-src 'self'; style-src 'self'", "style-src 'unsafe-inline'");

    /** Images that a report's page shows, which another service of the same host may serve. */
    private static final Pattern PREVIEW = Pattern.compile("/v1/series/[^/]+/previews/[^/]+");

    /**
     * The policy of a report's page.
     *
     * @param images from where it may show images, too
     */
    public static String ofReport(URI images) {
        return REPORT.replace("img-src 'self'", "img-src 'self' " + images.getScheme() + "://" + images.getAuthority());
    }

    void install(@Observes Router router) {
        router.route().order(ORDER).handler(SecurityHeaders::add);
    }

    private static void add(RoutingContext request) {
        String path = request.normalizedPath();
        MultiMap headers = request.response().headers();
        headers.set("Content-Security-Policy", policy(path));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.set("Cross-Origin-Resource-Policy", PREVIEW.matcher(path).matches() ? "same-site" : "same-origin");
        if (path.startsWith("/v1/")) {
            headers.set("Cache-Control", "no-store");
        }
        request.next();
    }

    private static String policy(String path) {
        if (path.startsWith("/q/swagger-ui")) {
            return SWAGGER;
        }
        return path.startsWith("/v1/evaluations/") && path.endsWith("/report.html") ? REPORT : PAGE;
    }
}
