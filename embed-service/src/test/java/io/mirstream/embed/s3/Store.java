package io.mirstream.embed.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What of S3 is needed here, over real HTTP: lists with pages of two, and gets; refuses what is not signed. */
final class Store implements AutoCloseable {
    private static final int PAGE = 2;

    /** Something else than a good answer. */
    interface Mischief {
        void answer(HttpExchange exchange, byte[] good) throws IOException;
    }

    /** By bucket and key, such as {@code studies/a/b}. */
    final SortedMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    final List<String> requests = new CopyOnWriteArrayList<>();
    final Deque<Mischief> mischief = new ConcurrentLinkedDeque<>();

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Store() throws IOException {
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    static Mischief status(int status, String code) {
        return (exchange, good) -> send(exchange, status, error(code));
    }

    static Mischief cutAfter(int bytes) {
        return (exchange, good) -> {
            exchange.sendResponseHeaders(200, good.length);
            exchange.getResponseBody().write(good, 0, bytes);
            exchange.getResponseBody().flush();
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1);
            String query = exchange.getRequestURI().getQuery();
            requests.add(path);
            String signature = exchange.getRequestHeaders().getFirst("Authorization");
            if (signature == null
                    || !signature.startsWith("AWS4-HMAC-SHA256 Credential=key/")
                    || !signature.contains("/eu-test-1/s3/aws4_request")
                    || !signature.contains("Signature=")) {
                send(exchange, 403, error("AccessDenied"));
                return;
            }
            if (exchange.getRequestHeaders().containsKey("x-amz-checksum-mode")) {
                send(exchange, 501, error("NotImplemented")); // as s3proxy does
                return;
            }
            byte[] good = query == null ? objects.get(path) : listing(path.replaceFirst("/.*", ""), query);
            Mischief next = mischief.poll();
            if (next != null) {
                next.answer(exchange, good);
            } else if (good == null) {
                send(exchange, 404, error("NoSuchKey"));
            } else {
                send(exchange, 200, good);
            }
        }
    }

    private byte[] listing(String bucket, String query) {
        String prefix = bucket + "/" + parameter(query, "prefix");
        String after = parameter(query, "continuation-token");
        List<String> keys = objects.keySet().stream()
                .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
                .toList();
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        keys.stream()
                .limit(PAGE)
                .forEach(key -> xml.append("<Contents><Key>%s</Key><Size>%d</Size></Contents>"
                        .formatted(key.substring(bucket.length() + 1), objects.get(key).length)));
        if (keys.size() > PAGE) {
            xml.append("<IsTruncated>true</IsTruncated><NextContinuationToken>%s</NextContinuationToken>"
                    .formatted(keys.get(PAGE - 1)));
        }
        return xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String parameter(String query, String name) {
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static byte[] error(String code) {
        return "<Error><Code>%s</Code></Error>".formatted(code).getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
