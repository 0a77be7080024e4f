package io.mirstream.embed.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.json.Json;
import io.mirstream.embed.http.EmbedResource.ImageVectors;
import io.mirstream.embed.http.EmbedResource.TextQuery;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The description of the service holds what its resources do, with examples that it could have given. */
@QuarkusTest
class OpenApiTest {
    @Test
    void every_resource_is_described_and_says_how_it_refuses() {
        assertThat(operations()).containsOnlyKeys("get /v1/access", "get /v1/model", "post /v1/embed");
        assertThat(operations()).allSatisfy((name, operation) -> {
            assertThat(operation.path("summary").asText()).isNotBlank();
            JsonNode refusal = operation.at("/responses/default/content").path(Problem.MEDIA_TYPE);
            assertThat(Json.read(Json.write(refusal.path("example")), Problem.class))
                    .isNotNull();
        });
    }

    @Test
    void example_of_the_model_is_one() {
        ObjectNode example = (ObjectNode) answer("get /v1/model").path("example");
        JsonNode execution = example.remove("execution");

        assertThat(Json.read(Json.write(example), ModelRef.class).dimension()).isPositive();
        assertThat(execution.path("provider").asText()).isNotBlank();
    }

    @Test
    void examples_of_embedding_could_be_sent_and_answered() {
        JsonNode bodies = operations().get("post /v1/embed").at("/requestBody/content");
        assertThat(bodies.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "application/json",
                        "application/octet-stream",
                        "application/zip",
                        "application/dicom",
                        "application/gzip");
        JsonNode texts = bodies.path("application/json").path("example");
        assertThat(Json.read(Json.write(texts), TextQuery.class).texts()).isNotEmpty();

        JsonNode answer = answer("post /v1/embed");
        assertThat(answer.at("/schema/oneOf")).hasSize(2);
        ImageVectors vectors = Json.read(Json.write(answer.path("example")), ImageVectors.class);
        assertThat(vectors.series().getFirst().pooled().values())
                .extracting(Vector::dimension)
                .containsOnly(vectors.model().dimension());
    }

    private static JsonNode answer(String operation) {
        return operations().get(operation).at("/responses/200/content").path("application/json");
    }

    private static Map<String, JsonNode> operations() {
        try {
            JsonNode description = Json.mapper()
                    .readTree(given().get("/q/openapi?format=json")
                            .then()
                            .statusCode(200)
                            .extract()
                            .asByteArray());
            Map<String, JsonNode> operations = new TreeMap<>();
            description
                    .path("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(operation ->
                                    operations.put(operation.getKey() + " " + path.getKey(), operation.getValue())));
            return operations;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
