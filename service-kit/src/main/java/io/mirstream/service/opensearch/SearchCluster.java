package io.mirstream.service.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.core5.http.HttpHost;
import org.opensearch.client.json.jackson.JacksonJsonpMapper;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Request;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import org.opensearch.client.transport.httpclient5.ResponseException;

/** Requests to an OpenSearch cluster, JSON in and out. */
public final class SearchCluster implements AutoCloseable {
    private static final int TOO_MANY_REQUESTS = 429;

    private final OpenSearchTransport transport;
    private final OpenSearchGenericClient client;

    /** @param credentials user name and password, if the cluster wants them */
    public SearchCluster(URI url, Optional<Map.Entry<String, String>> credentials) {
        HttpHost host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
        transport = ApacheHttpClient5TransportBuilder.builder(host)
                .setMapper(new JacksonJsonpMapper(Json.mapper()))
                .setHttpClientConfigCallback(http -> {
                    credentials.ifPresent(given -> {
                        BasicCredentialsProvider provider = new BasicCredentialsProvider();
                        provider.setCredentials(
                                new AuthScope(host),
                                new UsernamePasswordCredentials(
                                        given.getKey(), given.getValue().toCharArray()));
                        http.setDefaultCredentialsProvider(provider);
                    });
                    return http;
                })
                .build();
        client = new OpenSearchGenericClient(transport);
    }

    /** @param json missing when the answer has no body */
    public record Answer(int status, JsonNode json) {
        public boolean isOk() {
            return status / 100 == 2;
        }

        public boolean isMissing() {
            return status == 404;
        }

        /** The index' own words, which never quote a document. */
        public String error() {
            return json.path("error").path("type").asText(json.path("error").asText("status " + status));
        }
    }

    public Answer get(String endpoint) {
        return call("GET", endpoint, null, "application/json");
    }

    public Answer post(String endpoint, JsonNode body) {
        return call("POST", endpoint, Json.write(body), "application/json");
    }

    public Answer put(String endpoint, JsonNode body) {
        return call("PUT", endpoint, Json.write(body), "application/json");
    }

    public Answer delete(String endpoint) {
        return call("DELETE", endpoint, null, "application/json");
    }

    /** @param lines newline-delimited JSON */
    public Answer bulk(byte[] lines) {
        return call("POST", "/_bulk", lines, "application/x-ndjson");
    }

    /** @param lines newline-delimited JSON */
    public Answer multiSearch(byte[] lines) {
        return call("POST", "/_msearch", lines, "application/x-ndjson");
    }

    /** @throws CodedException {@code INDEX_UNAVAILABLE}, {@code INDEX_BUSY}; other refusals are the caller's to judge */
    private Answer call(String method, String endpoint, byte[] body, String contentType) {
        Request request = body == null
                ? Requests.builder().method(method).endpoint(endpoint).build()
                : Requests.builder()
                        .method(method)
                        .endpoint(endpoint)
                        .body(Body.from(body, contentType))
                        .build();
        try (Response response = client.execute(request)) {
            byte[] bytes = response.getBody().map(Body::bodyAsBytes).orElse(new byte[0]);
            JsonNode json = bytes.length == 0
                    ? MissingNode.getInstance()
                    : Json.mapper().readTree(bytes);
            return judged(new Answer(response.getStatus(), json));
        } catch (ResponseException e) { // how the transport hands on most error statuses, 429 among them
            return judged(new Answer(e.status(), MissingNode.getInstance()));
        } catch (IOException e) {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "OpenSearch does not answer", e);
        }
    }

    /** The answer itself, unless its status is one of a cluster that cannot answer now. */
    public static Answer judged(Answer answer) {
        return switch (answer.status()) {
            case TOO_MANY_REQUESTS -> throw new CodedException(ErrorCode.INDEX_BUSY, "OpenSearch rejects load");
            case 401, 403 ->
                throw new CodedException(
                        ErrorCode.INDEX_UNAVAILABLE, "OpenSearch refuses the credentials: status " + answer.status());
            case 500, 502, 503, 504 ->
                throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "OpenSearch failed: " + answer.error());
            default -> answer;
        };
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
