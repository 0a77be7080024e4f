package io.mirstream.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.service.access.ServiceKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelSourceTest {
    private HttpServer embedService;
    private String answer = "";

    @BeforeEach
    void start() throws IOException {
        embedService = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        embedService.createContext("/v1/model", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        embedService.start();
    }

    @AfterEach
    void stop() {
        embedService.stop(0);
    }

    @Test
    void what_the_service_says_besides_does_not_matter() {
        answer = """
                {"id": "m", "version": "1", "fingerprint": "0123456789abcdef", "dimension": 4, "textDimension": 0,
                 "sharedSpace": false, "execution": {"provider": "cuda", "devices": [0]}}
                """;

        assertThat(model()).isEqualTo(new ModelRef("m", "1", new ModelFingerprint("0123456789abcdef"), 4, 0, false));
    }

    @Test
    void model_without_a_fingerprint_is_none() {
        answer = "{\"id\": \"m\", \"version\": \"1\", \"dimension\": 4, \"textDimension\": 0, \"sharedSpace\": false}";

        assertThatThrownBy(this::model)
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EMBED_UNAVAILABLE));
    }

    private ModelRef model() {
        return new ModelSource(
                        URI.create(
                                "http://127.0.0.1:" + embedService.getAddress().getPort()),
                        ServiceKey.NONE)
                .model();
    }
}
