package io.mirstream.ingest.service;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.json.Json;
import io.mirstream.service.access.ServiceKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the embed-service for its model. */
final class ModelSource {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI url;
    private final ServiceKey own;

    /** @param own what this service is known by */
    ModelSource(URI embedService, ServiceKey own) {
        this.own = own;
        url = URI.create(embedService + "/v1/model");
    }

    /** @throws CodedException {@code EMBED_UNAVAILABLE} */
    ModelRef model() {
        try {
            HttpResponse<byte[]> response = client.send(
                    own.on(HttpRequest.newBuilder(url)).timeout(TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new CodedException(
                        ErrorCode.EMBED_UNAVAILABLE, "the embed-service answers " + response.statusCode());
            }
            return read(response.body());
        } catch (IOException e) {
            throw new CodedException(ErrorCode.EMBED_UNAVAILABLE, "the embed-service does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.EMBED_UNAVAILABLE, "stopped while asking for the model", e);
        }
    }

    private static ModelRef read(byte[] answer) {
        try {
            return Json.readFrom(answer, ModelRef.class); // it also says on what the model runs
        } catch (CodedException e) {
            throw new CodedException(
                    ErrorCode.EMBED_UNAVAILABLE, "the embed-service answers what this version cannot read", e);
        }
    }
}
