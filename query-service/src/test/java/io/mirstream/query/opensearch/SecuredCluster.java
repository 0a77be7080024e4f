package io.mirstream.query.opensearch;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** A cluster that knows one reader and has no documents. */
final class SecuredCluster implements AutoCloseable {
    private final HttpServer server;

    SecuredCluster() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(404, -1);
                    }
                })
                .setAuthenticator(new BasicAuthenticator("cluster") {
                    @Override
                    public boolean checkCredentials(String name, String password) {
                        return name.equals("reader") && password.equals("a secret");
                    }
                });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
