package io.mirstream.bench.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.standalone.home.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks for series like one of the index: the query-service, or OpenSearch itself what the service would ask it. */
final class Queries {
    static final int K = 10;

    private static final String FIELD = Fields.pooledVector(Pooling.AVG);
    private static final String SERIES = Index.SERIES.of(GeneratedSeries.MODEL.fingerprint());
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What the service says of each hit. */
    private static final List<String> DESCRIPTION = List.of(
            Fields.SERIES,
            Fields.COLLECTION,
            Fields.STUDY,
            Fields.MODALITY,
            Fields.BODY_PART,
            Fields.STUDY_DATE,
            Fields.LABELS,
            Fields.SLICES,
            Fields.REPORT_TEXT);

    private final URI service;
    private final URI openSearch;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Queries(URI service, URI openSearch) {
        this.service = service;
        this.openSearch = openSearch;
    }

    // --- through the service

    List<String> likeIt(SeriesUid series) {
        return likeIt(series, Optional.empty(), false);
    }

    /**
     * The UIDs, best first.
     *
     * @param label that they have
     * @param exact whether every vector is compared
     */
    List<String> likeIt(SeriesUid series, Optional<String> label, boolean exact) {
        return hits(query(series, label).put("exact", exact));
    }

    /** Among the series with many slices, all of which are compared for the 50 candidates. */
    List<String> likeItByLateInteraction(SeriesUid series) {
        return hits(query(series, Optional.of(GeneratedSeries.STACK)).put("method", "late-interaction"));
    }

    private static ObjectNode query(SeriesUid series, Optional<String> label) {
        ObjectNode query = Json.mapper().createObjectNode();
        query.put("series", series.value()).put("k", K);
        label.ifPresent(name -> query.putObject("filters").putObject("labels").put(name, GeneratedSeries.YES));
        return query;
    }

    private List<String> hits(ObjectNode query) {
        List<String> uids = new ArrayList<>();
        for (JsonNode hit : post(service.resolve("/v1/search"), "application/json", Json.write(query))
                .path("hits")) {
            uids.add(hit.path("seriesInstanceUid").asText());
        }
        return uids;
    }

    // --- past it

    /** As {@link #likeIt(SeriesUid)}. */
    List<String> likeItWithoutService(SeriesUid series) {
        ObjectNode header = Json.mapper().createObjectNode().put("index", SERIES);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (ObjectNode line : List.of(header, nearest(series, vector(series)))) {
            lines.writeBytes(Json.write(line));
            lines.write('\n');
        }
        JsonNode answer = post(openSearch.resolve("/_msearch"), "application/x-ndjson", lines.toByteArray());
        List<String> uids = new ArrayList<>();
        for (JsonNode hit : answer.path("responses").path(0).path("hits").path("hits")) {
            uids.add(hit.path("_source").path(Fields.SERIES).asText());
        }
        return uids;
    }

    private JsonNode vector(SeriesUid series) {
        ObjectNode body = Json.mapper().createObjectNode().put("size", 1);
        body.putObject("query").putObject("term").put(Fields.SERIES, series.value());
        body.putArray("sort").add(Fields.COLLECTION);
        body.putArray("_source").add(FIELD);
        return post(openSearch.resolve("/" + SERIES + "/_search"), "application/json", Json.write(body))
                .path("hits")
                .path("hits")
                .path(0)
                .path("_source")
                .path(FIELD);
    }

    private static ObjectNode nearest(SeriesUid series, JsonNode vector) {
        ObjectNode body = Json.mapper().createObjectNode().put("size", K);
        DESCRIPTION.forEach(body.putArray("_source")::add);
        ObjectNode knn = body.putObject("query").putObject("knn").putObject(FIELD);
        knn.put("k", K).set("vector", vector);
        ObjectNode filter = knn.putObject("filter").putObject("bool");
        filter.putArray("filter").addObject().putObject("exists").put("field", FIELD);
        filter.putArray("must_not")
                .addObject()
                .putObject("terms")
                .putArray(Fields.SERIES)
                .add(series.value());
        return body;
    }

    private JsonNode post(URI uri, String contentType, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", contentType)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode json = Json.mapper().readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new Failure(uri.getPath() + " answers with status " + answer.statusCode() + ": " + json);
            }
            return json;
        } catch (IOException e) {
            throw new Failure(uri + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
