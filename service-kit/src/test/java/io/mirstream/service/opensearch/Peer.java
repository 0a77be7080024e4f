package io.mirstream.service.opensearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Stands in for an OpenSearch node: remembers what it is asked, and answers what a test has it answer. */
public final class Peer implements AutoCloseable {
    /** @param authorization header, empty when absent */
    public record Asked(String method, String path, String body, String authorization) {
        /** Of a bulk request: actions and documents, a line each. */
        public List<JsonNode> lines() {
            return Arrays.stream(body.split("\n")).map(Peer::json).toList();
        }
    }

    public record Answer(int status, String body) {}

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Answer> answers = question -> new Answer(200, "{}");

    public Peer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            Asked question = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8),
                    authorization == null ? "" : authorization);
            asked.add(question);
            Answer answer = answers.apply(question);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (answer.status() == 401) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"search\"");
            }
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    public URI url() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    public void answers(Function<Asked, Answer> answers) {
        this.answers = answers;
    }

    /** To a bulk request, an item a write. */
    public void answersItems(String... items) {
        answers = question -> new Answer(200, "{\"items\":[" + String.join(",", items) + "]}");
    }

    public List<Asked> asked() {
        return new ArrayList<>(asked);
    }

    public Asked last() {
        return asked.getLast();
    }

    public static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError("a request must be JSON", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
