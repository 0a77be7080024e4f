package io.mirstream.standalone.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** HTTP to our own processes. */
public final class Loopback {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    private Loopback() {}

    public static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    public static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return get(url, Optional.empty());
    }

    /** @param key of a caller that the service knows, where access is on */
    public static HttpResponse<String> get(String url, Optional<String> key) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).GET(), key);
    }

    /** @param key of a caller that the service knows, where access is on */
    public static HttpResponse<String> send(HttpRequest.Builder request, Optional<String> key)
            throws IOException, InterruptedException {
        key.ifPresent(known -> request.setHeader("X-Api-Key", known));
        return send(request);
    }

    public static HttpResponse<String> post(String url, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.timeout(Duration.ofMinutes(2)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
