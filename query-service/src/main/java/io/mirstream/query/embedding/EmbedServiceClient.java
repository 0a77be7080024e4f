package io.mirstream.query.embedding;

import static java.util.Objects.requireNonNull;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.SeriesEmbedding.SliceVector;
import io.mirstream.contracts.event.SeriesSummary;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.search.QueryEmbedder.Image;
import io.mirstream.query.search.QueryEmbedder.Text;
import io.mirstream.query.search.SeriesSlices;
import io.mirstream.service.access.ServiceKey;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks one embed-service; hands its refusals on with their code. */
public final class EmbedServiceClient {
    /** A service that takes longer to say what it is, is as good as none. */
    private static final Duration MODEL_TIMEOUT = Duration.ofSeconds(5);

    /** Refusals that do not concern who asked this service. */
    private static final Set<ErrorCode> ABOUT_THIS_SERVICE = EnumSet.of(
            ErrorCode.UNAUTHENTICATED, ErrorCode.FORBIDDEN, ErrorCode.RATE_LIMITED, ErrorCode.IDENTITY_UNAVAILABLE);

    private final HttpClient client;
    private final URI url;
    private final URI modelUrl;
    private final Duration timeout;
    private final ServiceKey own;

    /** Of a service that asks nobody who it is. */
    public EmbedServiceClient(URI embedService, Duration timeout) {
        this(embedService, timeout, ServiceKey.NONE);
    }

    /**
     * @param timeout of one answer: a large series takes seconds
     * @param own what this service is known by
     */
    public EmbedServiceClient(URI embedService, Duration timeout, ServiceKey own) {
        this.own = own;
        this.url = URI.create(embedService + "/v1/embed");
        this.modelUrl = URI.create(embedService + "/v1/model");
        this.timeout = timeout;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    record ImageVectors(ModelRef model, List<SeriesVectors> series) {
        ImageVectors {
            requireNonNull(model);
            series = required(series);
        }
    }

    record SeriesVectors(
            SeriesUid seriesInstanceUid, SeriesSummary summary, Map<Pooling, Vector> pooled, List<SliceVector> slices) {
        SeriesVectors {
            requireNonNull(seriesInstanceUid);
            requireNonNull(pooled);
            slices = required(slices);
        }
    }

    private record TextQuery(List<String> texts) {}

    record TextVectors(ModelRef model, List<Vector> texts) {
        TextVectors {
            requireNonNull(model);
            texts = required(texts);
        }
    }

    private static <T> List<T> required(List<T> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("an embedded query has a vector at least");
        }
        return List.copyOf(values);
    }

    /** The model that it runs. */
    ModelRef model() {
        return ask(HttpRequest.newBuilder(modelUrl).GET(), ModelRef.class, MODEL_TIMEOUT);
    }

    Image image(Path file) {
        try {
            ImageVectors answer = ask(
                    HttpRequest.newBuilder(url)
                            .header("Content-Type", "application/octet-stream")
                            .POST(HttpRequest.BodyPublishers.ofFile(file)),
                    ImageVectors.class);
            if (answer.series().size() != 1) {
                throw new CodedException(
                        ErrorCode.QUERY_INVALID,
                        "the image has " + answer.series().size() + " CT series: send one");
            }
            SeriesVectors series = answer.series().getFirst();
            return new Image(
                    answer.model(),
                    series.seriesInstanceUid(),
                    series.pooled(),
                    new SeriesSlices(
                            series.slices().stream().map(SliceVector::index).toList(),
                            series.slices().stream()
                                    .map(SliceVector::positionMm)
                                    .toList(),
                            series.slices().stream().map(SliceVector::vector).toList()));
        } catch (FileNotFoundException e) {
            throw new IllegalStateException("an upload is there until it is answered", e);
        }
    }

    Text text(String text) {
        TextVectors answer = ask(
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(new TextQuery(List.of(text))))),
                TextVectors.class);
        return new Text(answer.model(), answer.texts().getFirst());
    }

    private <T> T ask(HttpRequest.Builder request, Class<T> type) {
        return ask(request, type, timeout);
    }

    private <T> T ask(HttpRequest.Builder request, Class<T> type, Duration patience) {
        HttpResponse<byte[]> response = answer(own.on(request).build(), patience);
        if (response.statusCode() != 200) {
            throw refusal(response);
        }
        try {
            return Json.readFrom(response.body(), type);
        } catch (CodedException e) {
            throw new CodedException(
                    ErrorCode.EMBED_UNAVAILABLE, "the embed-service answers what this version cannot read", e);
        }
    }

    /** Waits for the whole answer: the client's own time-out ends with the headers. */
    private HttpResponse<byte[]> answer(HttpRequest request, Duration patience) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CodedException(ErrorCode.EMBED_UNAVAILABLE, "the embed-service does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.EMBED_UNAVAILABLE, "stopped while embedding the query", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static CodedException refusal(HttpResponse<byte[]> response) {
        try {
            Problem problem = Json.read(response.body(), Problem.class);
            if (problem.code() != null && !ABOUT_THIS_SERVICE.contains(problem.code())) {
                return new CodedException(problem.code(), problem.detail());
            }
            return unexplained(response, null);
        } catch (CodedException e) {
            return unexplained(response, e);
        }
    }

    private static CodedException unexplained(HttpResponse<byte[]> response, Throwable cause) {
        return new CodedException(
                ErrorCode.EMBED_UNAVAILABLE, "the embed-service answers " + response.statusCode(), cause);
    }
}
