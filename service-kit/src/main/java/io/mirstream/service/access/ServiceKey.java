package io.mirstream.service.access;

import java.net.http.HttpRequest;
import java.util.Optional;

/**
 * By which a service is known to the others of Mirstream.
 *
 * @param key absent where access is off
 */
public record ServiceKey(Optional<String> key) {
    public static final ServiceKey NONE = new ServiceKey(Optional.empty());

    /** Adds it to a request to another service of Mirstream; never to a request that leaves Mirstream. */
    public HttpRequest.Builder on(HttpRequest.Builder request) {
        key.ifPresent(known -> request.setHeader("Authorization", "Bearer " + known));
        return request;
    }

    @Override
    public String toString() {
        return "ServiceKey[" + (key.isPresent() ? "known" : "none") + "]";
    }
}
