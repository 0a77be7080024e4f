package io.mirstream.embed.dicomweb;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.location.DicomwebRoot;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Sends one request at a time to an allowed service, and tells what its answer means. */
final class DicomwebClient implements AutoCloseable {
    private final DicomwebOptions options;
    private final HostAddresses addresses;
    private final HttpClient http;

    /** @throws IllegalArgumentException when the trust store cannot be read */
    DicomwebClient(DicomwebOptions options, HostAddresses addresses) {
        this.options = options;
        this.addresses = addresses;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY) // a proxy would resolve names by itself
                .connectTimeout(options.connectTimeout());
        options.trust().ifPresent(trust -> builder.sslContext(context(trust)));
        http = builder.build();
    }

    private static SSLContext context(DicomwebOptions.TrustStore trust) {
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(
                    KeyStore.getInstance(trust.file().toFile(), trust.password().toCharArray()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the trust store cannot be read: " + trust.file(), e);
        }
    }

    /** Reads a body; what it leaves unread is given up. */
    interface Answer<T> {
        /** @param contentType empty when the answer has none */
        T read(String contentType, InputStream body) throws IOException;
    }

    /**
     * What the service answers.
     *
     * @param path under the root
     * @throws IOException what may pass: no connection, no time, a status that says so
     * @throws CodedException {@code LOCATION_NOT_FOUND}, {@code LOCATION_FORBIDDEN} for an address or a redirect, {@code
     *     LOCATION_UNREADABLE} for what asking again at once does not change
     */
    <T> T get(DicomwebRoot root, String path, String accept, Deadline deadline, Answer<T> answer) throws IOException {
        addresses.check(root);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).header("Accept", accept);
        String authorization = options.authorizations().get(root);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<InputStream> response = send(request.build(), deadline);
        try (InputStream body = response.body()) {
            check(response.statusCode(), response.headers());
            return answer.read(response.headers().firstValue("Content-Type").orElse(""), body);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request, Deadline deadline) throws IOException {
        Duration patience = deadline.atMost(options.connectTimeout().plus(options.readTimeout()));
        CompletableFuture<HttpResponse<InputStream>> sent =
                http.sendAsync(request, head -> new TimedBody(options.readTimeout(), deadline));
        try {
            return sent.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new HttpTimeoutException("no answer in time");
        } catch (ExecutionException e) {
            throw new IOException("the request failed", e.getCause());
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw Attempts.stopped(e);
        }
    }

    /**
     * Refused credentials are no reason to stop consuming, as other services and folders may be fine: their studies fail
     * like those of a folder without permission, and can be sent again.
     */
    private void check(int status, HttpHeaders headers) throws IOException {
        switch (status) {
            case 200, 204, 206 -> {}
            case 404, 410 ->
                throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, "the DICOMweb service has nothing there");
            case 401, 403 ->
                throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "the DICOMweb service refuses our credentials");
            case 300, 301, 302, 303, 304, 307, 308 ->
                throw new CodedException(
                        ErrorCode.LOCATION_FORBIDDEN, "the DICOMweb service leads elsewhere, which is not followed");
            case 408, 425, 429 -> throw new Attempts.BusyException(status, retryAfter(headers));
            default -> {
                if (status >= 500) {
                    throw new Attempts.BusyException(status, retryAfter(headers));
                }
                throw new CodedException(
                        ErrorCode.LOCATION_UNREADABLE, "the DICOMweb service answers with status " + status);
            }
        }
    }

    /** Seconds or a date (RFC 9110 10.2.3); nothing for what is neither. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After").flatMap(text -> {
            try {
                return Optional.of(
                        text.matches("[0-9]{1,9}")
                                ? Duration.ofSeconds(Long.parseLong(text))
                                : Duration.between(
                                        ZonedDateTime.now(java.time.ZoneOffset.UTC),
                                        ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
