package io.mirstream.query.embedding;

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
import io.mirstream.query.search.QueryEmbedder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks the embed-service; hands its refusals on with their code. */
public final class EmbedServiceClient implements QueryEmbedder {
    private final HttpClient client;
    private final URI url;
    private final Duration timeout;

    /** @param timeout of one answer: a large series takes seconds */
    public EmbedServiceClient(URI embedService, Duration timeout) {
        this.url = URI.create(embedService + "/v1/embed");
        this.timeout = timeout;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    private record ImageVectors(ModelRef model, List<SeriesVectors> series) {}

    private record SeriesVectors(
            SeriesUid seriesInstanceUid,
            SeriesSummary summary,
            Map<Pooling, Vector> pooled,
            List<SliceVector> slices) {}

    private record TextQuery(List<String> texts) {}

    private record TextVectors(ModelRef model, List<Vector> texts) {}

    @Override
    public Image image(Path file) {
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
                    series.slices().stream().map(SliceVector::vector).toList());
        } catch (FileNotFoundException e) {
            throw new IllegalStateException("an upload is there until it is answered", e);
        }
    }

    @Override
    public Text text(String text) {
        TextVectors answer = ask(
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(new TextQuery(List.of(text))))),
                TextVectors.class);
        return new Text(answer.model(), answer.texts().getFirst());
    }

    private <T> T ask(HttpRequest.Builder request, Class<T> type) {
        try {
            HttpResponse<byte[]> response =
                    client.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return Json.read(response.body(), type);
            }
            throw refusal(response);
        } catch (IOException e) {
            throw new CodedException(ErrorCode.EMBED_UNAVAILABLE, "the embed-service does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.EMBED_UNAVAILABLE, "stopped while embedding the query", e);
        }
    }

    private static CodedException refusal(HttpResponse<byte[]> response) {
        try {
            Problem problem = Json.read(response.body(), Problem.class);
            return new CodedException(problem.code(), problem.detail());
        } catch (CodedException e) {
            return new CodedException(
                    ErrorCode.EMBED_UNAVAILABLE, "the embed-service answers " + response.statusCode(), e);
        }
    }
}
