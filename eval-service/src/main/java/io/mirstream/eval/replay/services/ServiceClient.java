package io.mirstream.eval.replay.services;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.ErrorKind;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** HTTP to one of our services. */
final class ServiceClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Hundreds of slices are compared with all slices of an index. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /** With the pauses between them, 63 seconds: a service that died is started again meanwhile. */
    private static final int ATTEMPTS = 8;

    /** Before the second attempt; then twice as long each time. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final String name;
    private final String url;
    private final Optional<String> key;

    ServiceClient(String name, String url, Optional<String> key) {
        this.name = name;
        this.url = url;
        this.key = key;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    /**
     * The answer; a missing node where it has no content. What may pass is tried again.
     *
     * @throws CodedException with the service's code; {@code INDEX_UNAVAILABLE} when it does not answer
     */
    JsonNode send(HttpRequest.Builder request) {
        key.ifPresent(known -> request.setHeader("X-Api-Key", known));
        HttpRequest built = request.timeout(TIMEOUT).build();
        long pause = FIRST_PAUSE.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return answer(client.send(built, HttpResponse.BodyHandlers.ofByteArray()));
            } catch (CodedException e) {
                if (attempt == ATTEMPTS || !mayPass(e.code())) {
                    throw e;
                }
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "the " + name + " does not answer", e);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            sleep(pause);
            pause *= 2;
        }
    }

    private static boolean mayPass(ErrorCode code) {
        return code.kind() == ErrorKind.TRANSIENT || code == ErrorCode.RATE_LIMITED;
    }

    private JsonNode answer(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() / 100 == 2) {
            return Json.mapper().readTree(response.body());
        }
        Problem problem = problem(response);
        throw new CodedException(problem.code(), "the " + name + " says: " + problem.detail());
    }

    private Problem problem(HttpResponse<byte[]> response) {
        try {
            return Json.read(response.body(), Problem.class);
        } catch (CodedException e) {
            throw new CodedException(
                    ErrorCode.INDEX_UNAVAILABLE, "the " + name + " answers " + response.statusCode(), e);
        }
    }

    private void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private CodedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CodedException(ErrorCode.INDEX_UNAVAILABLE, "interrupted while asking the " + name, e);
    }
}
