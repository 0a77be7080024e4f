package io.mirstream.embed.dicomweb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A DICOMweb service over real HTTP that lists and delivers what it has, unless it was told to do something else first. */
final class Peer implements AutoCloseable {
    static final String BOUNDARY = "a boundary";
    static final String STUDY = "1.2.3";
    private static final String ROOT = "/dicom-web";

    /** Something else than a good answer. */
    interface Mischief {
        void answer(HttpExchange exchange, byte[] good) throws IOException;
    }

    final List<ServedInstance> instances = new CopyOnWriteArrayList<>();

    /** Path and query of every request under the root, in order. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    final List<String> authorizations = new CopyOnWriteArrayList<>();

    /** For the next listings. */
    final Deque<Mischief> listings = new ConcurrentLinkedDeque<>();

    /** For the next answers with parts. */
    final Deque<Mischief> retrievals = new ConcurrentLinkedDeque<>();

    volatile boolean knowsPages = true;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Peer() throws IOException {
        this(HttpServer.create());
    }

    Peer(HttpServer server) throws IOException {
        this.server = server;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI root() {
        return URI.create("http://127.0.0.1:" + port() + ROOT);
    }

    URI study() {
        return URI.create(root() + "/studies/" + STUDY);
    }

    Peer has(int count, String series, int bytes) {
        for (int i = 1; i <= count; i++) {
            instances.add(ServedInstance.of(series, series + "." + i, bytes));
        }
        return this;
    }

    /** Requests for instances alone. */
    List<String> singles() {
        return requests.stream()
                .filter(path -> path.contains("/instances/"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    static Mischief status(int status, String... header) {
        return (exchange, good) -> {
            if (header.length > 0) {
                exchange.getResponseHeaders().set(header[0], header[1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** The connection breaks after some of what was announced. */
    static Mischief cutAfter(int bytes) {
        return (exchange, good) -> {
            exchange.sendResponseHeaders(200, good.length);
            exchange.getResponseBody().write(good, 0, Math.min(bytes, good.length - 1));
            exchange.getResponseBody().flush();
        };
    }

    /** The answer ends well, as far as HTTP can tell, but too early. */
    static Mischief endAfter(int bytes) {
        return (exchange, good) -> {
            exchange.sendResponseHeaders(200, bytes);
            exchange.getResponseBody().write(good, 0, bytes);
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestURI().toString();
            requests.add(request.substring(ROOT.length()));
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            boolean listing = exchange.getRequestURI().getPath().endsWith("/instances");
            byte[] good = listing ? listing(exchange.getRequestURI()) : parts(selected(exchange.getRequestURI()));
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            listing
                                    ? "application/dicom+json"
                                    : "multipart/related; type=\"application/dicom\"; boundary=\"" + BOUNDARY + "\"");
            Mischief mischief = (listing ? listings : retrievals).poll();
            if (mischief != null) {
                mischief.answer(exchange, good);
                return;
            }
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(good);
        }
    }

    private List<ServedInstance> selected(URI uri) {
        String path = uri.getPath();
        return instances.stream()
                .filter(instance ->
                        !path.contains("/series/") || path.matches(".*/series/" + instance.series() + "(/.*)?"))
                .filter(instance -> !path.contains("/instances/") || path.endsWith("/" + instance.uid()))
                .toList();
    }

    private byte[] listing(URI uri) {
        List<ServedInstance> all = selected(uri);
        if (knowsPages) {
            int limit = number(uri, "limit");
            int offset = Math.min(number(uri, "offset"), all.size());
            all = all.subList(offset, Math.min(offset + limit, all.size()));
        }
        return all.stream()
                .map(instance -> """
                        {"00080018": {"vr": "UI", "Value": ["%s"]}, "0020000E": {"vr": "UI", "Value": ["%s"]}}""".formatted(instance.uid(), instance.series()))
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int number(URI uri, String parameter) {
        return Integer.parseInt(uri.getQuery().replaceFirst("(?:.*&)?" + parameter + "=([0-9]+).*", "$1"));
    }

    static byte[] parts(List<ServedInstance> instances) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<byte[]> pieces = new ArrayList<>();
        for (ServedInstance instance : instances) {
            pieces.add(("\r\n--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            pieces.add(instance.file());
        }
        pieces.add(("\r\n--" + BOUNDARY + "--").getBytes(StandardCharsets.US_ASCII));
        pieces.forEach(body::writeBytes);
        return body.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
