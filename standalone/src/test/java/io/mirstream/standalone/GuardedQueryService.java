package io.mirstream.standalone;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.standalone.process.ManagedProcess;
import io.mirstream.standalone.stack.Distribution;
import io.mirstream.standalone.stack.Loopback;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A second query-service of a running stack, which asks for keys where the first one does not. */
final class GuardedQueryService implements AutoCloseable {
    private static final String NAME = "query-service-guarded";
    private static final String OWN_KEY = "key of the services";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ManagedProcess process;
    private final String url;

    /** @param readers by their key, which collection each may search; the key is also its name */
    GuardedQueryService(Mirstream mirstream, Map<String, CollectionName> readers) {
        int port = freePort();
        url = Loopback.url(port);
        process = new ManagedProcess(mirstream.home(), NAME);
        process.start(new ManagedProcess.Spec(
                command(mirstream, port, readers), mirstream.home().folder(), List.of(port)));
        process.awaitReady(() -> Loopback.get(url + "/q/health/ready").statusCode() == 200, PATIENCE);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Mirstream mirstream, int port, Map<String, CollectionName> readers) {
        List<String> command = new ArrayList<>(List.of(
                Distribution.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dkafka.bootstrap.servers=" + mirstream.stack().bootstrap(),
                "-Dmirstream.opensearch.url=" + mirstream.stack().openSearchUrl(),
                "-Dmirstream.query.embed=" + mirstream.stack().serviceUrl(Service.EMBED),
                "-Dmirstream.access.enabled=true",
                "-Dmirstream.access.own-key=" + OWN_KEY));
        command.addAll(key("services", OWN_KEY, "service", "*"));
        readers.forEach((key, collection) -> command.addAll(key(key, key, "reader", collection.value())));
        command.addAll(List.of(
                "-jar",
                new Distribution(mirstream.checkout()).service(Service.QUERY).toString()));
        return command;
    }

    private static List<String> key(String name, String key, String role, String collection) {
        String prefix = "-Dmirstream.access.keys." + name;
        return List.of(
                prefix + ".sha256=" + sha256(key), prefix + ".roles=" + role, prefix + ".collections=" + collection);
    }

    /** In hexadecimal digits, as settings have keys. */
    static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Of its page. */
    String page() {
        return url + "/";
    }

    @Override
    public void close() {
        process.stop();
    }
}
